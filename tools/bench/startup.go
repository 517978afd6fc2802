package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// startup is what every command of the CLI pays several times.
type startup struct {
	size int64 // bytes of the program
	// From the start of the process until it listens, and until it has answered GetProviderSchema.
	listens, answers time.Duration
}

// measureStartup starts the provider alone, as the CLI does, and returns the medians.
func measureStartup(ctx context.Context, dir string, runs int) (startup, error) {
	program := filepath.Join(dir, providerProgram)
	info, err := os.Stat(program)
	if err != nil {
		return startup{}, err
	}
	var listens, answers []float64
	for range 4*runs + 1 {
		once, err := startOnce(ctx, program)
		if err != nil {
			return startup{}, fmt.Errorf("starting the provider alone: %w", err)
		}
		listens = append(listens, once.listens.Seconds())
		answers = append(answers, once.answers.Seconds())
	}
	return startup{size: info.Size(), listens: seconds(median(listens)), answers: seconds(median(answers))}, nil
}

func startOnce(ctx context.Context, program string) (s startup, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	process := exec.CommandContext(ctx, program)
	// The cookie is the one that all providers share, so that nobody starts one by mistake.
	process.Env = append(os.Environ(), "PLUGIN_PROTOCOL_VERSIONS=6",
		"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2")
	out, err := process.StdoutPipe()
	if err != nil {
		return s, err
	}
	begin := time.Now()
	if err := process.Start(); err != nil {
		return s, err
	}
	defer func() {
		_ = process.Process.Kill()
		_ = process.Wait() // That it was killed is no news.
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return s, err
	}
	s.listens = time.Since(begin)
	// Core protocol, provider protocol, network, address, kind.
	handshake := strings.Split(strings.TrimSpace(line), "|")
	if len(handshake) < 5 || handshake[1] != "6" {
		return s, errors.New("the provider did not introduce itself")
	}
	err = getSchema(ctx, handshake[2], handshake[3])
	s.answers = time.Since(begin)
	return s, err
}

// getSchema makes the first call of every command of the CLI. A gRPC call without arguments is little more than an
// HTTP/2 request, which needs no library of its own.
func getSchema(ctx context.Context, network, address string) error {
	transport := &http.Transport{
		Protocols: new(http.Protocols),
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	transport.Protocols.SetUnencryptedHTTP2(true)
	defer transport.CloseIdleConnections()
	noArguments := strings.NewReader("\x00\x00\x00\x00\x00") // not compressed, no bytes
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://provider/tfplugin6.Provider/GetProviderSchema", noArguments)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/grpc")
	request.Header.Set("TE", "trailers")
	response, err := transport.RoundTrip(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if status := response.Trailer.Get("Grpc-Status"); status != "0" {
		return fmt.Errorf("GetProviderSchema failed: status %q", status)
	}
	return nil
}
