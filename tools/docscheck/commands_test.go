package docscheck

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryCommandShownExists(t *testing.T) {
	t.Parallel()
	tree := lookAround(t)
	seen := 0
	for name, d := range readDocuments(t) {
		for _, line := range shownLines(d) {
			for _, words := range simpleCommands(line) {
				seen++
				if problem := tree.check(words); problem != "" {
					t.Errorf("%s: %s: %s", name, strings.Join(words, " "), problem)
				}
			}
		}
	}
	if seen < 20 {
		t.Errorf("only %d commands were found", seen)
	}
}

func TestWrongCommandsAreNoticed(t *testing.T) {
	t.Parallel()
	tree := lookAround(t)
	for _, line := range []string{
		"make nothing", "make test COLOUR=red", `make mock MOCKARGS="-nope"`, "go test ./internal/nowhere", "tools/nowhere.sh",
		`make test TESTARGS="-run TestThatIsNotThere"`, "terraform aply", "yccall-mock -fault TaskAdd:1:nonsense",
		"yccall-mock -nope -- terraform test", "yccall-probe -task", "go run example.com/cmd/yccall-mock@v1 -nope",
	} {
		for _, words := range simpleCommands(line) {
			if tree.check(words) == "" {
				t.Errorf("%s was accepted", line)
			}
		}
	}
}

// shownLines are the commands of the blocks, and such inline code as is a command.
func shownLines(d document) []string {
	var lines []string
	for _, b := range d.Blocks {
		switch b.Language {
		case "sh", "shell", "bash":
			lines = append(lines, shellLines(b.Text)...)
		case "console":
			for line := range strings.Lines(b.Text) {
				if strings.HasPrefix(line, "$ ") {
					lines = append(lines, line)
				}
			}
		case "yaml":
			for _, run := range runStep.FindAllStringSubmatch(b.Text, -1) {
				lines = append(lines, run[1])
			}
		}
	}
	for _, code := range d.Code {
		if inlineCommand.MatchString(code) && !strings.ContainsAny(code, "…<>") {
			lines = append(lines, code)
		}
	}
	return lines
}

// hereText is a here-document with the command that it belongs to.
var hereText = regexp.MustCompile(`(?ms)^([^\n]*<<'EOT')\n.*?^EOT$`)

var hereDocument = regexp.MustCompile(`<<-? *['"]?(\w+)`)

// shellLines joins lines that go on, and leaves out here-documents, which are no commands.
func shellLines(text string) []string {
	var lines []string
	end := ""
	for line := range strings.SplitSeq(strings.ReplaceAll(text, "\\\n", " "), "\n") {
		if end == "" {
			lines = append(lines, line)
			if start := hereDocument.FindStringSubmatch(line); start != nil {
				end = start[1]
			}
		} else if strings.TrimSpace(line) == end {
			end = ""
		}
	}
	return lines
}

var (
	// runStep is a command of a CI workflow that stands on one line.
	runStep       = regexp.MustCompile(`(?m)^[ -]*(?:run: +|- )((?:make|go|terraform|tofu|yccall-mock|yccall-probe) .*)$`)
	inlineCommand = regexp.MustCompile(`^(make|go (run|test|build|install|vet|tool)|terraform|tofu|yccall-mock|yccall-probe|tools/\S+|\.ci/run)( |$)`)
)

// tree is what commands can name.
type tree struct {
	targets   []string
	variables []string
	tests     []string
	mock      string
	probe     string
}

func lookAround(t *testing.T) tree {
	t.Helper()
	makefile, err := os.ReadFile(filepath.Join(root, "GNUmakefile"))
	if err != nil {
		t.Fatal(err)
	}
	programs := t.TempDir()
	found := tree{
		targets:   submatches(`(?m)^([a-z-]+):`, string(makefile)),
		variables: append(submatches(`(?m)^([A-Z]+) *[?:]?=`, string(makefile)), "TERRAFORM"),
		mock:      filepath.Join(programs, "yccall-mock"),
		probe:     filepath.Join(programs, "yccall-probe"),
	}
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if entry != nil && isMade(entry) {
			return fs.SkipDir
		}
		if err != nil || !strings.HasSuffix(file, "_test.go") {
			return err
		}
		text, err := os.ReadFile(file)
		found.tests = append(found.tests, submatches(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)\(`, string(text))...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", programs, "./cmd/yccall-mock", "./cmd/yccall-probe")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	return found
}

func submatches(pattern, text string) []string {
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// subcommands are those of Terraform and OpenTofu that the documents may show.
var subcommands = []string{
	"apply", "console", "destroy", "fmt", "force-unlock", "graph", "import", "init", "output", "plan", "providers", "query", "refresh",
	"show", "state", "taint", "test", "untaint", "validate", "version", "workspace",
}

// check says what is wrong with a command. What is not of this project is taken for right.
func (t tree) check(words []string) string {
	switch program := filepath.Base(words[0]); {
	case program == "make":
		return t.checkMake(words[1:])
	case program == "go":
		return t.checkGo(words[1:])
	case program == "terraform" || program == "tofu":
		words = slices.DeleteFunc(slices.Clone(words[1:]), func(word string) bool { return strings.HasPrefix(word, "-chdir=") })
		if len(words) > 0 && !strings.HasPrefix(words[0], "-") && !slices.Contains(subcommands, words[0]) {
			return program + " has no such command"
		}
	case program == "yccall-mock":
		return t.checkMock(words[1:])
	case program == "yccall-probe":
		return checkFlags(t.probe, words[1:])
	case strings.HasPrefix(words[0], "tools/") || strings.HasPrefix(words[0], ".ci/") || strings.HasPrefix(words[0], "./"):
		return missing(words[0])
	}
	return ""
}

func (t tree) checkMake(words []string) string {
	for _, word := range words {
		name, value, isVariable := strings.Cut(word, "=")
		switch {
		case strings.HasPrefix(word, "-"):
		case !isVariable && !slices.Contains(t.targets, word):
			return "GNUmakefile has no target " + word
		case isVariable && !slices.Contains(t.variables, name):
			return "GNUmakefile has no variable " + name
		case name == "MOCKARGS":
			if problem := t.checkMock(strings.Fields(value)); problem != "" {
				return problem
			}
		case name == "TESTARGS":
			if problem := t.checkTests(strings.Fields(value)); problem != "" {
				return problem
			}
		}
	}
	return ""
}

func (t tree) checkGo(words []string) string {
	dir := ""
	for i, word := range words {
		if i > 0 && words[i-1] == "-C" {
			dir = word
		}
		if path := strings.TrimSuffix(word, "/..."); strings.HasPrefix(path, "./") {
			if problem := missing(filepath.Join(dir, path)); problem != "" {
				return problem
			}
		}
		if program, _, _ := strings.Cut(path.Base(word), "@"); program == "yccall-mock" && words[0] == "run" {
			return t.checkMock(words[i+1:])
		}
	}
	return t.checkTests(words)
}

// checkTests looks at the names behind -run, -fuzz and -bench.
func (t tree) checkTests(words []string) string {
	for i, word := range words {
		flag, value, joined := strings.Cut(word, "=")
		if !joined && i+1 < len(words) {
			value = words[i+1]
		}
		if !slices.Contains([]string{"-run", "-fuzz", "-bench"}, flag) || value == "TestName" {
			continue
		}
		pattern, err := regexp.Compile(value)
		if err != nil {
			return err.Error()
		}
		if !slices.ContainsFunc(t.tests, pattern.MatchString) {
			return "no test is called " + value
		}
	}
	return ""
}

// checkMock looks at the mock's flags. With -version it runs no command behind them.
func (t tree) checkMock(flags []string) string { return checkFlags(t.mock, flags) }

// checkFlags lets a program itself look at its flags.
func checkFlags(program string, flags []string) string {
	if slices.Contains(flags, "-h") {
		return ""
	}
	command := exec.Command(program, append([]string{"-version"}, flags...)...)
	command.Dir = filepath.Join(root, "examples", "ci") // for the files that are named
	output, err := command.CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%v: %s", err, output)
	}
	return ""
}

func missing(path string) string {
	if _, err := os.Stat(filepath.Join(root, path)); err != nil {
		return "there is no " + path
	}
	return ""
}

func TestEveryPathOfTheMocksControlInterfaceIsThere(t *testing.T) {
	t.Parallel()
	help, _ := exec.CommandContext(t.Context(), lookAround(t).mock, "-h").CombinedOutput()
	for name, text := range rawDocuments(t) {
		for _, path := range submatches(`(/_mock/[a-z]+)`, text) {
			if !strings.Contains(string(help), path) {
				t.Errorf("%s: the mock has no %s", name, path)
			}
		}
	}
}

func TestEveryEnvironmentVariableIsRead(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	files, err := filepath.Glob(filepath.Join(root, "internal", "provider", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	for name, text := range rawDocuments(t) {
		for _, variable := range submatches(`\b(YCCALL_[A-Z_]+[A-Z])\b`, text) {
			if !strings.Contains(code.String(), `"`+variable+`"`) {
				t.Errorf("%s: the provider does not read %s", name, variable)
			}
		}
	}
}

// rawDocuments are the texts of all documents.
func rawDocuments(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for name := range readDocuments(t) {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}
