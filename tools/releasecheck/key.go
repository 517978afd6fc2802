package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// signingKey signs a rehearsal and is thrown away with it.
type signingKey struct {
	home        string
	fingerprint string
}

// newSigningKey makes a key in a home directory of its own.
func newSigningKey(ctx context.Context, home string) (*signingKey, error) {
	if err := os.Mkdir(home, 0o700); err != nil {
		return nil, err
	}
	key := &signingKey{home: home}
	// The registry takes RSA keys only.
	if _, err := key.gpg(ctx, "--passphrase", "", "--quick-generate-key", "rehearsal@example.com", "rsa3072", "sign", "never"); err != nil {
		return nil, err
	}
	listing, err := key.gpg(ctx, "--with-colons", "--list-secret-keys")
	if err != nil {
		return nil, err
	}
	_, after, _ := strings.Cut(listing, "\nfpr:")
	line, _, _ := strings.Cut(after, "\n")
	if key.fingerprint = strings.Trim(line, ":"); key.fingerprint == "" {
		return nil, fmt.Errorf("gpg lists no key:\n%s", listing)
	}
	return key, nil
}

// verify checks a detached signature.
func (k *signingKey) verify(ctx context.Context, signature, file string) error {
	_, err := k.gpg(ctx, "--verify", signature, file)
	return err
}

// remove ends the agent that gpg has started. The files go with the rehearsal's directory.
func (k *signingKey) remove() {
	command := exec.Command("gpgconf", "--homedir", k.home, "--kill", "all") //nolint:gosec,noctx // The path is ours, and it is done when all else has ended.
	_ = command.Run()
}

func (k *signingKey) gpg(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "gpg", append([]string{"--homedir", k.home, "--batch", "--quiet"}, args...)...) //nolint:gosec // The arguments are ours.
	var stderr bytes.Buffer
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("gpg %s: %w\n%s", args[0], err, stderr.Bytes())
	}
	return string(output), nil
}
