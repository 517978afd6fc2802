package docscheck

import (
	"bytes"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"go.abhg.dev/goldmark/frontmatter"
)

// block is a fenced code block.
type block struct {
	// Section is the heading above it.
	Section string
	// Language stands behind the opening fence.
	Language string
	// Text ends with a newline, unless it is empty.
	Text string
}

// link is an inline link or an image.
type link struct {
	Target string
	Line   int
}

// document is what can be checked of a Markdown text.
type document struct {
	Blocks []block
	// Code is the inline code, without its quotes.
	Code  []string
	Links []link
	// Levels are those of the headings, in their order.
	Levels []int
	// Anchors are those that GitHub and the Terraform registry give to the headings.
	Anchors map[string]bool
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table, &frontmatter.Extender{})).Parser()

// parse reads a document.
func parse(source []byte) document {
	found := document{Anchors: map[string]bool{}}
	section, line := "", 0
	_ = ast.Walk(markdown.Parse(text.NewReader(source)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if node.Type() == ast.TypeBlock && node.Lines().Len() > 0 {
			line = 1 + bytes.Count(source[:node.Lines().At(0).Start], []byte("\n"))
		}
		switch node := node.(type) {
		case *ast.Heading:
			section = string(node.Lines().Value(source))
			found.Anchors[anchor(section)] = true
			found.Levels = append(found.Levels, node.Level)
		case *ast.FencedCodeBlock:
			found.Blocks = append(found.Blocks, block{Section: section, Language: string(node.Language(source)), Text: string(node.Lines().Value(source))})
		case *ast.CodeSpan:
			var code strings.Builder
			for child := node.FirstChild(); child != nil; child = child.NextSibling() {
				if part, ok := child.(*ast.Text); ok {
					code.Write(part.Segment.Value(source))
				}
			}
			found.Code = append(found.Code, strings.ReplaceAll(code.String(), "\n", " "))
		case *ast.Link:
			found.Links = append(found.Links, link{Target: string(node.Destination), Line: line})
		case *ast.Image:
			found.Links = append(found.Links, link{Target: string(node.Destination), Line: line})
		case *ast.RawHTML:
			if name := namedAnchor.FindSubmatch(node.Segments.Value(source)); name != nil {
				found.Anchors[string(name[1])] = true
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

// namedAnchor is how tfplugindocs marks nested attributes.
var namedAnchor = regexp.MustCompile(`<a id="([^"]+)">`)

// anchor is what a link to a heading names: lower case, blanks as dashes, other punctuation dropped.
func anchor(heading string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ':
			return '-'
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return -1
	}, heading)
}

func TestParseFindsWhatCanBeChecked(t *testing.T) {
	t.Parallel()
	got := parse([]byte("---\n# no heading\n---\n" +
		"# First `part`, of two\n\nSee [a](b.md#c) and `make\ndemo`, not `[x](y)`.\n\n" +
		"```sh\nmake demo\n# a comment\n```\n\n## 两个命令\n\n````\n```\n[no](link)\n````\n" +
		"<a id=\"nestedatt--x\"></a>\n![picture](https://example.com/p.png)\n\n| `a` | [b](c) |\n|---|---|\n| d | `make test` |\n"))
	want := document{
		Blocks: []block{
			{Section: "First `part`, of two", Language: "sh", Text: "make demo\n# a comment\n"},
			{Section: "两个命令", Text: "```\n[no](link)\n"},
		},
		Code:   []string{"part", "make demo", "[x](y)", "a", "make test"},
		Levels: []int{1, 2},
		Links:  []link{{"b.md#c", 6}, {"https://example.com/p.png", 20}, {"c", 23}},
	}
	if anchors := slices.Sorted(maps.Keys(got.Anchors)); !slices.Equal(anchors, []string{"first-part-of-two", "nestedatt--x", "两个命令"}) {
		t.Errorf("anchors %q", anchors)
	}
	got.Anchors = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
