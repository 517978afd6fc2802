package numberlist

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestGuideShowsWhatIsSaid checks the example of the guide: a list, and the error that it gets.
func TestGuideShowsWhatIsSaid(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "number-lists.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "With this list,")
	_, text, _ = strings.Cut(text, "```csv\n")
	list, text, _ := strings.Cut(text, "```")
	_, text, _ = strings.Cut(text, "has 5 problems:")
	shown, _, found := strings.Cut(text, "Nothing was sent")
	_, err = Check(context.Background(), Text(list), CheckOptions{})
	if err == nil || !found {
		t.Fatalf("the example is not in the guide, or right: %v", err)
	}
	_, said, _ := strings.Cut(err.Error(), "has 5 problems:")
	words := func(text string) string {
		return strings.TrimSuffix(strings.Join(strings.Fields(strings.ReplaceAll(text, "│", " ")), " "), ".")
	}
	if words(shown) != words(said) {
		t.Errorf("the guide shows\n%s\nand it is\n%s", words(shown), words(said))
	}
}
