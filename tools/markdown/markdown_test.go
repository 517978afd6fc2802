package markdown

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseFindsWhatCanBeChecked(t *testing.T) {
	t.Parallel()
	got := Parse("---\n# no heading\n---\n" +
		"# First `part`, of two\n\nSee [a](b.md#c) and `make demo`, not `[x](y)`.\n\n" +
		"```sh\nmake demo\n# a comment\n```\n\n## 两个命令\n\n````\n```\n[no](link)\n````\n" +
		"<a id=\"nestedatt--x\"></a>\n![picture](https://example.com/p.png)\n")
	want := Document{
		Blocks: []Block{
			{Section: "First `part`, of two", Language: "sh", Text: "make demo\n# a comment\n", Line: 9},
			{Section: "两个命令", Text: "```\n[no](link)\n", Line: 16},
		},
		Code:  []string{"make demo", "[x](y)"},
		Links: []Link{{"b.md#c", 6}, {"https://example.com/p.png", 20}},
	}
	if anchors := slices.Sorted(maps.Keys(got.Anchors)); !slices.Equal(anchors, []string{"first-part-of-two", "nestedatt--x", "两个命令"}) {
		t.Errorf("anchors %q", anchors)
	}
	got.Anchors = nil
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
