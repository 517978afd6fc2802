package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// actVariable tells the test's own program to be the user's command.
const actVariable = "MOCK_TEST_ACT"

func TestMain(m *testing.M) {
	switch os.Getenv(actVariable) {
	case "":
		os.Exit(m.Run())
	case "tell":
		for _, setting := range os.Environ() {
			if strings.HasPrefix(setting, "YCCALL_") {
				fmt.Println(setting)
			}
		}
		config, _ := os.ReadFile(os.Getenv("TF_CLI_CONFIG_FILE"))
		fmt.Printf("%s\n%s%s\n", os.Getenv("TF_CLI_CONFIG_FILE"), config, logIn())
		os.Exit(3)
	case "end":
		told := make(chan os.Signal, 1)
		signal.Notify(told, syscall.SIGTERM)
		fmt.Println("ready")
		<-told
		fmt.Println(logIn())
	}
}

// logIn asks the mock that the environment names.
func logIn() string {
	response, err := http.PostForm(os.Getenv("YCCALL_ENDPOINT"), url.Values{
		"service": {"App.Sip_Auth.Login"}, "appid": {os.Getenv("YCCALL_APP_ID")}, "accesskey": {os.Getenv("YCCALL_ACCESS_KEY")},
	})
	if err != nil {
		return err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	text, _ := io.ReadAll(response.Body)
	return string(text)
}

func TestCommandFindsTheMockAndTheProvider(t *testing.T) {
	t.Setenv(actVariable, "tell")
	t.Setenv("YCCALL_ENDPOINT", "https://real.example.com")
	t.Setenv("YCCALL_TOKEN", "real-token")
	t.Setenv("YCCALL_MAX_RETRIES", "3")
	t.Setenv("TF_CLI_CONFIG_FILE", "of-the-person")
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	if err := os.WriteFile(filepath.Join(dir, "terraform-provider-yccall"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err := run(t.Context(), []string{"-log", log, "-provider-dir", dir, "--", os.Args[0], "-ignored"}, &out, io.Discard)
	if code := exitCode(err, io.Discard); code != 3 {
		t.Errorf("exit code %d of %v, want that of the command", code, err)
	}
	lines := strings.Split(out.String(), "\n")
	slices.Sort(lines[:4])
	for i, want := range []string{"YCCALL_ACCESS_KEY=demo-key", "YCCALL_APP_ID=demo-app", "YCCALL_ENDPOINT=http://127.0.0.1:", "YCCALL_MAX_RETRIES=3"} {
		if !strings.HasPrefix(lines[i], want) {
			t.Errorf("%s, want %s", lines[i], want)
		}
	}
	if _, err := os.Stat(lines[4]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the configuration %q of the CLI was left behind: %v", lines[4], err)
	}
	if !strings.Contains(out.String(), fmt.Sprintf("\"yccall/yccall\" = %q", dir)) || !strings.Contains(out.String(), `"ret":200`) {
		t.Errorf("the command says %s", out.String())
	}
	if text, err := os.ReadFile(log); err != nil || strings.Count(string(text), "App.Sip_Auth.Login") != 1 {
		t.Errorf("the log says %q, %v", text, err)
	}
}

func TestProviderThatLiesBesideTheMockIsTaken(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	here := func() (string, error) { return filepath.Join(dir, "yccall-mock"), nil }
	if got := besideItself(here); got != "" {
		t.Errorf("got %q of a directory without the provider", got)
	}
	if err := os.WriteFile(filepath.Join(dir, "terraform-provider-yccall"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := besideItself(here); got != dir {
		t.Errorf("got %q, want %q", got, dir)
	}
}

func TestCommandThatIsToEndStillHasTheMock(t *testing.T) {
	t.Setenv(actVariable, "end")
	ctx, end := context.WithCancel(t.Context())
	defer end()
	out := &tellsWhenReady{ready: end}
	if err := run(ctx, []string{"--", os.Args[0]}, out, io.Discard); err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if !strings.Contains(out.String(), `"ret":200`) {
		t.Errorf("the command says %s", out.String())
	}
}

// tellsWhenReady calls a function when the command has said something.
type tellsWhenReady struct {
	strings.Builder
	ready func()
}

func (w *tellsWhenReady) Write(p []byte) (int, error) {
	w.ready()
	return w.Builder.Write(p)
}

func TestCommandWithATokenHasNoAccount(t *testing.T) {
	t.Parallel()
	opts, err := parseOptions([]string{"-token", "tok", "--", "true"}, io.Discard)
	if err != nil || opts.listen != anyFreePort {
		t.Fatal(opts.listen, err)
	}
	got := commandEnvironment([]string{"YCCALL_APP_ID=real", "HOME=/home"}, "http://127.0.0.1:1", opts.config)
	slices.Sort(got)
	if want := []string{"HOME=/home", "YCCALL_ENDPOINT=http://127.0.0.1:1", "YCCALL_TOKEN=tok"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCommandThatCannotRunIsAnError(t *testing.T) {
	t.Parallel()
	for want, args := range map[string][]string{
		"running the command":                                {"--", filepath.Join(t.TempDir(), "nothing")},
		"there is no terraform-provider-yccall":              {"-provider-dir", t.TempDir(), "--", os.Args[0]},
		"-provider-dir is for the Terraform in a command":    {"-provider-dir", "."},
		`unexpected argument "terraform"; a command stands`:  {"terraform", "test"},
		"unexpected argument \"true\"; a command stands beh": {"-quiet", "true"},
	} {
		err := run(t.Context(), args, io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", args, err, want)
		}
		if code := exitCode(err, io.Discard); code != 1 {
			t.Errorf("%q: exit code %d", args, code)
		}
	}
}
