package numberlist

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func guide(t *testing.T, name string) string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", name+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	return string(page)
}

// TestGuideShowsWhatIsSaid checks the example of the guide: a list, and the error that it gets.
func TestGuideShowsWhatIsSaid(t *testing.T) {
	t.Parallel()
	_, text, _ := strings.Cut(guide(t, "number-lists"), "With this list,")
	_, text, _ = strings.Cut(text, "```csv\n")
	list, text, _ := strings.Cut(text, "```")
	_, text, _ = strings.Cut(text, "has 5 problems:")
	shown, _, found := strings.Cut(text, "Nothing was sent")
	_, err := Check(context.Background(), Text(list), CheckOptions{})
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

// saidOf returns what is wrong with a list, each as it is said of one row.
func saidOf(t *testing.T, content string, source *Source) []string {
	t.Helper()
	_, err := Check(context.Background(), source, CheckOptions{})
	if _, notErr := CheckDoNotCall(context.Background(), source); err == nil || strings.HasPrefix(content, "[{\"mobile") {
		err = notErr
	}
	var problems *ProblemsError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &problems):
		return []string{err.Error()}
	}
	said := make([]string, len(problems.Problems))
	for i, p := range problems.Problems {
		said[i] = p.detail
		if p.fault != nil {
			said[i] += " " + p.fault.One + " " + p.fault.Advice
		}
	}
	return said
}

// TestGuideSaysWhatToDoAboutEachError: the table has a text out of each error of the lists in testdata, and no others.
func TestGuideSaysWhatToDoAboutEachError(t *testing.T) {
	t.Parallel()
	_, table, _ := strings.Cut(guide(t, "troubleshooting"), "| the error says | what to do |")
	table, _, _ = strings.Cut(table, "\n\n")
	symptoms := map[string]int{}
	for row := range strings.Lines(table) {
		says, _, _ := strings.Cut(strings.TrimPrefix(row, "|"), "|")
		for _, match := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(says, -1) {
			symptoms[match[1]] = 0
		}
	}
	texts := []string{
		// No list in testdata has these.
		"phone\n1234567890123456789", "phone\n86+13800000001", "phone,user_id\n13800000001,\"a", "phone,,ext\n13800000001,x,y", "user_id\nC-1",
		"phone,user_id\n13800000001,a\tb", "phone\n13800000001.5",
	}
	check := func(content string, source *Source) {
		for _, said := range saidOf(t, content, source) {
			found := false
			for symptom := range symptoms {
				if strings.Contains(said, symptom) {
					symptoms[symptom]++
					found = true
				}
			}
			if !found {
				t.Errorf("%s: the guide has no row for: %s", source, said)
			}
		}
	}
	for _, text := range texts {
		check(text, Text(text))
	}
	for _, file := range listFiles(t) {
		check(file.content, mustFile(t, filepath.Join("testdata", "lists", file.name)))
	}
	check("", Inline([]Entry{{Phone: "13800000001"}, {Phone: "13800000001"}}))
	check("", writeList(t, "list.xlsx", "PK\x03\x04[Content_Types].xml"))
	wrong, err := writeList(t, "list.csv", "phone\n\xff").As(Format{Encoding: "gb18030"})
	if err != nil {
		t.Fatal(err)
	}
	check("", wrong)
	for symptom, count := range symptoms {
		if count == 0 {
			t.Errorf("no error says %q", symptom)
		}
	}
}

// TestWhatAnErrorShowsToPasteIsUnderstood: with the columns that it shows, a list has no unknown ones any more.
func TestWhatAnErrorShowsToPasteIsUnderstood(t *testing.T) {
	t.Parallel()
	files := slices.Concat(listFiles(t), []listFile{
		{"odd.csv", "\"手机号\n(必填)\",\"a\"\"b\",${x},%{if},\"c\\d\"\n13800000001,1,2,3,4\n"},
		{"phone.csv", "\"${no}\"\"\n\",name\n13800000001,x\n"},
		{"keys.json", `[{"m\"o${b}\\ile": "13800000001", "name": "x"}]`},
	})
	shown := regexp.MustCompile(`columns = \{ (.*) \}`)
	pair := regexp.MustCompile(`(\w+) = ("(?:[^"\\]|\\.)*")`)
	tried := 0
	for _, file := range files {
		if strings.HasPrefix(file.name, "h") {
			continue
		}
		source := writeList(t, file.name, file.content)
		_, err := Check(context.Background(), source, CheckOptions{})
		if err == nil {
			continue
		}
		match := shown.FindStringSubmatch(err.Error())
		if match == nil || strings.Contains(match[1], "…") {
			continue
		}
		format := Format{Columns: map[string]string{}}
		for _, p := range pair.FindAllStringSubmatch(match[1], -1) {
			text, err := strconv.Unquote(p[2])
			if err != nil {
				t.Fatalf("%s: %s is no literal: %v", file.name, p[2], err)
			}
			format.Columns[p[1]] = strings.NewReplacer("$${", "${", "%%{", "%{").Replace(text)
		}
		if source, err = source.As(format); err == nil {
			_, err = Check(context.Background(), source, CheckOptions{})
		}
		if err != nil && (strings.Contains(err.Error(), "not known") || strings.Contains(err.Error(), "there is no column")) {
			t.Errorf("%s with what its error shows: %v", file.name, err)
		}
		tried++
	}
	if tried < 15 {
		t.Errorf("only %d lists have an error that shows columns", tried)
	}
}
