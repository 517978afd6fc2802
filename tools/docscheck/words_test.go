package docscheck

import (
	"slices"
	"strings"
	"testing"
)

// simpleCommands cuts a line of shell into simple commands, each as its words without quotes, without a prompt and
// without variables that are set for it.
func simpleCommands(line string) [][]string {
	line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
	var all [][]string
	var words []string
	var word strings.Builder
	inWord, quote, redirected := false, rune(0), false
	endWord := func() {
		switch {
		case inWord && redirected:
			redirected = false // a file
		case inWord:
			words = append(words, word.String())
		}
		word.Reset()
		inWord = false
	}
	endCommand := func() {
		endWord()
		for len(words) > 0 && isAssignment(words[0]) {
			words = words[1:]
		}
		if len(words) > 0 {
			all = append(all, words)
		}
		words = nil
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == '#' && !inWord:
			endCommand()
			return all
		case r == ' ' || r == '\t':
			endWord()
		case strings.ContainsRune(";&|()", r):
			endCommand()
		case r == '>' || r == '<':
			endWord()
			redirected = true
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	endCommand()
	return all
}

func isAssignment(word string) bool {
	name, _, found := strings.Cut(word, "=")
	return found && name != "" && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789") == ""
}

func TestSimpleCommands(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][][]string{
		`$ make mock MOCKARGS="-quiet -token x" # comment`: {{"make", "mock", "MOCKARGS=-quiet -token x"}},
		`TERRAFORM=tofu make test && cd '/a b' | cat`:      {{"make", "test"}, {"cd", "/a b"}, {"cat"}},
		`make mock > mock.log & cat <a b >>c`:              {{"make", "mock"}, {"cat", "b"}},
		`dir=~/x`:                                          nil,
		``:                                                 nil,
	} {
		if got := simpleCommands(line); !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s: got %q", line, got)
		}
	}
}
