package docscheck

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The platform's users read Chinese. These guides exist in it, and are kept in step: the same headings, the same code.
var chineseGuides = []string{
	"changing-a-running-campaign.md", "getting-started.md", "interrupted-apply.md", "moving-from-php.md", "number-lists.md",
}

func TestChineseGuidesAreInStep(t *testing.T) {
	t.Parallel()
	all := readDocuments(t)
	for _, name := range chineseGuides {
		english, found := all["docs/guides/"+name]
		chinese, translated := all["docs/guides/zh-"+name]
		if !found || !translated {
			t.Errorf("%s: there is an English page (%v) and a Chinese one (%v)", name, found, translated)
			continue
		}
		if diff := cmp.Diff(english.Levels, chinese.Levels); diff != "" {
			t.Errorf("%s: the headings differ in number or level: %s", name, diff)
		}
		if diff := cmp.Diff(code(english), code(chinese)); diff != "" {
			t.Errorf("%s: the code differs: %s", name, diff)
		}
	}
	for name := range all {
		if base, isChinese := strings.CutPrefix(path.Base(name), "zh-"); isChinese && !slices.Contains(chineseGuides, base) {
			t.Errorf("%s is not compared with its English page", name)
		}
	}
}

func code(d document) []string {
	var texts []string
	for _, b := range d.Blocks {
		texts = append(texts, b.Text)
	}
	return texts
}
