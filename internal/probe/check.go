package probe

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
)

// heard remembers texts that must not come out: secrets, and what the platform said.
type heard struct {
	secrets []string
	texts   map[string]bool
}

const (
	// shortText is the length up to which a text tells nothing: "ok", a code, a scale.
	shortText = 4
	// mostTexts bounds what is remembered. A run sees a few thousand, and all others are as much as these.
	mostTexts = 50_000
)

// secret notes texts that nobody may see.
func (h *heard) secret(texts ...string) {
	for _, text := range texts {
		if len(text) >= shortText {
			h.secrets = append(h.secrets, text)
		}
	}
}

// note remembers the texts of a reply: the strings of its JSON, at whatever depth, without the names of fields.
func (h *heard) note(body []byte) {
	if h.texts == nil {
		h.texts = map[string]bool{}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	var inObject []bool // of the containers around
	isKey := false
	for len(h.texts) < mostTexts {
		token, err := decoder.Token()
		if err != nil {
			return
		}
		switch t := token.(type) {
		case json.Delim:
			if t == '{' || t == '[' {
				inObject = append(inObject, t == '{')
				isKey = t == '{'
				continue
			}
			inObject = inObject[:len(inObject)-1]
		case string:
			if !isKey {
				h.keep(t)
			}
		}
		_, isText := token.(string)
		wasKey := isText && isKey
		isKey = len(inObject) > 0 && inObject[len(inObject)-1] && !wasKey
	}
}

// keep remembers a text. Digits alone are figures, unless there are as many as in a telephone number, which nothing shows.
func (h *heard) keep(text string) {
	if len(text) > shortText && strings.Trim(text, "0123456789") != "" {
		h.texts[text] = true
	}
}

var (
	// longDigits is a run of digits, with what people write between them, that may be a telephone number. Sizes of
	// requests have commas, and a profile has them behind the name of the limit.
	longDigits = regexp.MustCompile(`\+?\d[\d .()/_-]{5,}\d`)
	longHex    = regexp.MustCompile(`(?i)\b[0-9a-f]{16,}\b`)
	sizeLimit  = regexp.MustCompile(`"(max-body|post-max-size)=\d{5,8}"`)
)

// own is everything that a report can say, without its figures.
var own = sync.OnceValue(words)

// check refuses a text that may hold a number, a secret or something that the platform said.
func (h *heard) check(text string) error {
	for _, secret := range h.secrets {
		if strings.Contains(text, secret) && !strings.Contains(own(), secret) {
			return errors.New("it would show a secret")
		}
	}
	rest := sizeLimit.ReplaceAllString(text, "")
	if longDigits.MatchString(rest) || longHex.MatchString(rest) {
		return errors.New("it would show what looks like a number or a token")
	}
	for heard := range h.texts {
		if strings.Contains(text, heard) && !strings.Contains(own(), heard) {
			return errors.New("it would show what the platform said")
		}
	}
	return nil
}

// checked writes a text if it may be shown.
func (r *Report) checked(to io.Writer, write func(io.Writer) error) error {
	var text bytes.Buffer
	if err := write(&text); err != nil {
		return err
	}
	if err := r.heard.check(text.String()); err != nil {
		return errors.New("the report is not shown, by its own check: " + err.Error() + ". Please report this as a fault of the probe")
	}
	_, err := to.Write(text.Bytes())
	return err
}
