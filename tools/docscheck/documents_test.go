package docscheck

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// root is the directory of the repository.
const root = "../.."

// documents are all Markdown files by their path in the repository.
var documents = sync.OnceValues(func() (map[string]document, error) {
	found := map[string]document{}
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if isMade(entry) {
			return fs.SkipDir
		}
		if filepath.Ext(file) != ".md" {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		found[filepath.ToSlash(name)] = parse(text)
		return err
	})
	return found, err
})

// isMade is true of directories whose content programs make, and may take away at any time.
func isMade(entry fs.DirEntry) bool {
	return entry.IsDir() && (entry.Name() == ".git" || entry.Name() == ".cache" || entry.Name() == "dist")
}

func readDocuments(t *testing.T) map[string]document {
	t.Helper()
	found, err := documents()
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := found["README.md"]; !ok || len(found) < 5 {
		t.Fatalf("only %d documents were found", len(found))
	}
	return found
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	t.Parallel()
	all := readDocuments(t)
	for name, d := range all {
		for _, l := range d.Links {
			if problem := follow(all, name, l.Target); problem != "" {
				t.Errorf("%s:%d: %s", name, l.Line, problem)
			}
		}
	}
}

// home is where the repository is shown to the public.
const home = "https://github.com/yccall/terraform-provider-yccall/"

// follow says what is wrong with a link. Other sites are not asked: a test needs no network.
func follow(all map[string]document, from, target string) string {
	if inRepository, ok := strings.CutPrefix(target, home); ok {
		kind, rest, _ := strings.Cut(inRepository, "/")
		if kind != "blob" && kind != "tree" {
			return ""
		}
		_, target, _ = strings.Cut(rest, "/")
		from = ""
	} else if strings.Contains(target, ":") {
		return ""
	}
	file, anchor, hasAnchor := strings.Cut(target, "#")
	to := path.Join(path.Dir(from), file)
	if file == "" {
		to = from
	}
	if _, err := os.Stat(filepath.Join(root, to)); err != nil {
		return "there is no " + to
	}
	if hasAnchor && strings.HasSuffix(to, ".md") && !all[to].Anchors[anchor] {
		return to + " has no heading #" + anchor
	}
	return ""
}

func TestBothReadmesShowTheSameCommands(t *testing.T) {
	t.Parallel()
	all := readDocuments(t)
	english, chinese := shellBlocks(all["README.md"]), shellBlocks(all["README.zh-CN.md"])
	if english != chinese {
		t.Errorf("README.md shows\n%s\nREADME.zh-CN.md shows\n%s", english, chinese)
	}
}

// shellBlocks are the commands of a document. Numbers are written as people write them where its language is spoken.
func shellBlocks(d document) string {
	var text strings.Builder
	for _, b := range d.Blocks {
		if b.Language == "sh" {
			text.WriteString(phoneNumber.ReplaceAllString(b.Text, "NUMBER"))
		}
	}
	return text.String()
}

var phoneNumber = regexp.MustCompile(`\+?\d[\d -]{9,}\d`)

// These are what "make fresh" runs on a fresh machine, see tools/fresh.sh.
func TestTheReadmeShowsTwoCommandsToTryIt(t *testing.T) {
	t.Parallel()
	var shown []string
	for _, b := range readDocuments(t)["README.md"].Blocks {
		if b.Section == "Try it" && b.Language == "sh" {
			shown = append(shown, b.Text)
		}
	}
	if !slices.Equal(shown, []string{"make demo\n", "make test\n"}) {
		t.Errorf("got %q", shown)
	}
}
