package yccalltest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// profileVersion is the newest form of a profile that is understood.
const profileVersion = 1

// Profile is how a real platform behaves, as yccall-probe has seen it.
type Profile struct {
	// Dialect is for ParseDialect.
	Dialect string
	// Zone is the platform's wall clock; nil where it was not seen.
	Zone *time.Location
}

// ReadProfile reads a profile that yccall-probe has written.
func ReadProfile(from io.Reader) (Profile, error) {
	var p struct {
		Version   int               `json:"version"`
		Dialect   []string          `json:"dialect"`
		UTCOffset string            `json:"utc_offset"`
		Seen      map[string]string `json:"seen"` // for people
	}
	decoder := json.NewDecoder(from)
	if err := decoder.Decode(&p); err != nil {
		return Profile{}, fmt.Errorf("reading the profile: %w", err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Profile{}, errors.New("reading the profile: something follows it")
	}
	if p.Version < 1 || p.Version > profileVersion {
		return Profile{}, fmt.Errorf("the profile has version %d, and this mock understands versions up to %d", p.Version, profileVersion)
	}
	profile := Profile{Dialect: strings.Join(p.Dialect, ",")}
	if _, err := ParseDialect(profile.Dialect); err != nil {
		return Profile{}, fmt.Errorf("the profile: %w", err)
	}
	if p.UTCOffset != "" {
		at, err := time.Parse("-07:00", p.UTCOffset)
		if err != nil {
			return Profile{}, fmt.Errorf("the profile: utc_offset %q is not like +08:00", p.UTCOffset)
		}
		_, seconds := at.Zone()
		profile.Zone = time.FixedZone("UTC"+p.UTCOffset, seconds)
	}
	return profile, nil
}
