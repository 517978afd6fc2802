package provider

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The guide on troubleshooting has a row for each error and warning of the provider, by its title.
func TestEveryDiagnosticStandsInTheTroubleshootingGuide(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join("..", "..", "templates", "guides", "troubleshooting.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	var listed []string
	for line := range strings.Lines(string(text)) {
		if title, _, isRow := strings.Cut(strings.TrimPrefix(line, "| **"), "** |"); isRow && strings.HasPrefix(line, "| **") {
			listed = append(listed, title)
		}
	}
	given := titles(t, ".", filepath.Join("..", "numberlist"))
	for _, k := range kinds {
		given = append(given, "… failed: "+strings.ReplaceAll(k.summary, "%s", "…"))
	}
	for _, title := range slices.Compact(slices.Sorted(slices.Values(given))) {
		if !slices.Contains(listed, title) {
			t.Errorf("the guide has no row for %q", title)
		}
	}
	for i, title := range listed {
		switch {
		case !slices.Contains(given, title):
			t.Errorf("nothing in the code is called %q", title)
		case slices.Contains(listed[:i], title):
			t.Errorf("%q has two rows", title)
		}
	}
	if len(listed) < 80 {
		t.Errorf("the guide has only %d rows", len(listed))
	}
}

// titleArgument says which argument of a function is the title of a diagnostic.
var titleArgument = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
	"listError": 0, "listWarning": 0, "atDoNotCall": 0, "at": 0, "add": 2, "warn": 2,
}

// titles reads the titles of all diagnostics out of the code of some directories.
func titles(t *testing.T, dirs ...string) []string {
	t.Helper()
	var found []string
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(node ast.Node) bool {
				if title := titleOf(node); title != "" && title != "…" && title != "… failed: …" {
					found = append(found, title)
				}
				return true
			})
		}
	}
	return found
}

// titleOf is the title that a part of the code gives to a diagnostic, or nothing.
func titleOf(node ast.Node) string {
	switch node := node.(type) {
	case *ast.CallExpr:
		if i, ok := titleArgument[nameOf(node.Fun)]; ok && i < len(node.Args) {
			return titleText(node.Args[i])
		}
	case *ast.CompositeLit:
		return warningTitle(node)
	case *ast.ValueSpec:
		if len(node.Names) == 1 && node.Names[0].Name == "summary" && len(node.Values) == 1 {
			return titleText(node.Values[0])
		}
	}
	return ""
}

// warningTitle is the title of a warning about a list, which has a detail as well, with its fields named or not.
func warningTitle(literal *ast.CompositeLit) string {
	title, hasDetail := "", nameOf(literal.Type) == "Warning"
	for i, element := range literal.Elts {
		field, named := element.(*ast.KeyValueExpr)
		switch {
		case !named && hasDetail && i == 3:
			title = titleText(element)
		case named && nameOf(field.Key) == "Summary":
			title = titleText(field.Value)
		case named && nameOf(field.Key) == "Detail":
			hasDetail = true
		}
	}
	if !hasDetail {
		return ""
	}
	return title
}

func nameOf(expr ast.Node) string {
	switch expr := expr.(type) {
	case *ast.Ident:
		return expr.Name
	case *ast.SelectorExpr:
		return expr.Sel.Name
	}
	return ""
}

// titleText is a title as the guide writes it: "…" stands for what differs.
func titleText(expr ast.Expr) string {
	switch expr := expr.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expr.Value); err == nil {
			return text
		}
	case *ast.BinaryExpr:
		return titleText(expr.X) + titleText(expr.Y)
	}
	return "…"
}
