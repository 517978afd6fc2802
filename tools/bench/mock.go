package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// mock is a running yccall-mock. Every sample gets a new one, so that none pays for the numbers of another.
type mock struct {
	url     string
	process *exec.Cmd
}

// startMock starts the program that lies in dir on any free port, and reads from its first line where it listens.
func startMock(ctx context.Context, dir string) (*mock, error) {
	m := &mock{process: exec.CommandContext(ctx, filepath.Join(dir, mockProgram), "-listen=127.0.0.1:0", "-quiet")} //nolint:gosec // Built here.
	m.process.Stderr = os.Stderr
	out, err := m.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := m.process.Start(); err != nil {
		return nil, fmt.Errorf("starting the mock: %w", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, "http://") {
			m.url = word
			return m, nil
		}
	}
	m.stop()
	return nil, errors.Join(errors.New("the mock did not say where it listens"), err)
}

// stop ends the mock and waits until it is gone.
func (m *mock) stop() {
	_ = m.process.Process.Kill() // It has nothing to save.
	_ = m.process.Wait()         // That it was killed is no news.
}

// expect returns how many requests of any kind there were since it was last asked, and fails unless so many numbers were
// accepted in them: a figure of work that was not done means nothing.
func (m *mock) expect(ctx context.Context, numbers int) (calls int, err error) {
	var journal []struct {
		Numbers int `json:"numbers"`
		Invalid int `json:"invalid"`
	}
	if err := errors.Join(m.control(ctx, http.MethodGet, &journal), m.control(ctx, http.MethodDelete, nil)); err != nil {
		return 0, err
	}
	accepted := 0
	for _, exchange := range journal {
		accepted += exchange.Numbers - exchange.Invalid
	}
	if accepted != numbers {
		return 0, fmt.Errorf("the mock accepted %d numbers instead of %d", accepted, numbers)
	}
	return len(journal), nil
}

// control reads or empties the mock's journal.
func (m *mock) control(ctx context.Context, method string, into any) error {
	request, err := http.NewRequestWithContext(ctx, method, m.url+"/_mock/journal", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the mock: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if into == nil {
		return nil
	}
	return json.NewDecoder(response.Body).Decode(into)
}
