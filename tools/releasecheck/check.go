package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

const provider, mock = "terraform-provider-yccall", "yccall-mock"

// check looks at each file that would be published, and returns their checksums by name.
func (r *rehearsal) check(ctx context.Context) (map[string]string, error) {
	sumsFile := r.dist(provider + "_" + version + "_SHA256SUMS")
	if r.key != nil {
		if err := r.key.verify(ctx, sumsFile+".sig", sumsFile); err != nil {
			return nil, err
		}
	}
	sums, err := readSums(sumsFile)
	if err != nil {
		return nil, err
	}
	wanted := []string{provider + "_" + version + "_manifest.json"}
	problems := []error{checkManifest(filepath.Join(r.dir, "terraform-registry-manifest.json"))}
	for _, target := range r.targets {
		for _, program := range []string{provider, mock} {
			name := program + "_" + version + "_" + target
			wanted = append(wanted, name+".zip", name+".cdx.json")
			problems = append(problems, r.checkArchive(ctx, program, target), checkBill(r.dist(name+".cdx.json"), program))
		}
	}
	slices.Sort(wanted)
	if got := slices.Sorted(maps.Keys(sums)); !slices.Equal(got, wanted) {
		problems = append(problems, fmt.Errorf("SHA256SUMS lists %v, want %v", got, wanted))
	}
	for name, want := range sums {
		path := r.dist(name)
		if strings.HasSuffix(name, "_manifest.json") {
			path = filepath.Join(r.dir, "terraform-registry-manifest.json") // It gets its name when it is published.
		}
		content, err := os.ReadFile(path) //nolint:gosec // The name was compared above.
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != want {
			problems = append(problems, fmt.Errorf("SHA256SUMS is wrong about %s", name))
		}
	}
	return sums, errors.Join(problems...)
}

func (r *rehearsal) dist(name string) string { return filepath.Join(r.dir, "dist", name) }

func readSums(path string) (map[string]string, error) {
	text, err := os.ReadFile(path) //nolint:gosec // The path is ours.
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		sum, name, found := strings.Cut(strings.TrimSpace(line), "  ")
		if !found {
			return nil, fmt.Errorf("SHA256SUMS has a line that sha256sum would not take: %q", line)
		}
		sums[name] = sum
	}
	return sums, nil
}

// checkManifest looks for the protocol: without it the registry takes a provider for one of protocol 5.
func checkManifest(path string) error {
	text, err := os.ReadFile(path) //nolint:gosec // The path is ours.
	if err != nil {
		return err
	}
	var manifest struct {
		Version  int
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		}
	}
	if err := json.Unmarshal(text, &manifest); err != nil {
		return fmt.Errorf("the manifest: %w", err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		return fmt.Errorf("the manifest says %+v, want version 1 and protocol 6.0", manifest)
	}
	return nil
}

// checkArchive looks for the program under the name that Terraform expects, and at how it was built.
func (r *rehearsal) checkArchive(ctx context.Context, program, target string) error {
	name := program + "_" + version + "_" + target + ".zip"
	archive, err := zip.OpenReader(r.dist(name))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = archive.Close() }()

	executable := program
	if program == provider {
		executable += "_v" + version
	}
	if strings.HasPrefix(target, "windows_") {
		executable += ".exe"
	}
	var members []string
	for _, member := range archive.File {
		members = append(members, member.Name)
	}
	slices.Sort(members)
	if want := []string{"LICENSE", executable}; !slices.Equal(members, want) {
		return fmt.Errorf("%s holds %v, want %v", name, members, want)
	}
	content, err := archive.Open(executable)
	if err != nil {
		return err
	}
	defer func() { _ = content.Close() }()
	path := filepath.Join(r.dir, "dist", target+"-"+executable)
	if err := extract(content, path); err != nil {
		return err
	}
	if err := checkBuild(path, target); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if target != runtime.GOOS+"_"+runtime.GOARCH {
		return nil
	}
	commit, err := r.command(ctx, "git", "rev-parse", "--short", "HEAD")
	if err != nil {
		return err
	}
	said, err := r.command(ctx, path, "-version")
	if want := fmt.Sprintf("%s %s (%s)", program, version, commit); err == nil && said != want {
		err = fmt.Errorf("%s -version says %q, want %q", executable, said, want)
	}
	return err
}

func extract(content io.Reader, path string) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o700) //nolint:gosec // The path is ours.
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Close())
}

func checkBuild(path, target string) error {
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		return err
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	goos, goarch, _ := strings.Cut(target, "_")
	for key, want := range map[string]string{"CGO_ENABLED": "0", "-trimpath": "true", "GOOS": goos, "GOARCH": goarch} {
		if settings[key] != want {
			return fmt.Errorf("built with %s=%s, want %s", key, settings[key], want)
		}
	}
	return nil
}

func checkBill(path, program string) error {
	text, err := os.ReadFile(path) //nolint:gosec // The path is ours.
	if err != nil {
		return err
	}
	if !json.Valid(text) || !bytes.Contains(text, []byte(program)) || !bytes.Contains(text, []byte("pkg:golang/std@")) {
		return fmt.Errorf("%s is no bill of materials of %s", filepath.Base(path), program)
	}
	return nil
}
