// Package markdown finds in the project's documents what can be checked: code blocks, inline code, links and anchors.
// It knows the plain Markdown that the documents are written in, not all of it.
package markdown

import (
	"regexp"
	"strings"
	"unicode"
)

// Block is a fenced code block.
type Block struct {
	// Section is the heading above it.
	Section string
	// Language stands behind the opening fence.
	Language string
	// Text ends with a newline, unless it is empty.
	Text string
	// Line is where the block's text begins, from 1.
	Line int
}

// Link is an inline link or an image.
type Link struct {
	Target string
	Line   int
}

// Document is what was found in a text.
type Document struct {
	Blocks []Block
	// Code is the inline code, without its quotes.
	Code  []string
	Links []Link
	// Anchors are those that GitHub and the Terraform registry give to the headings.
	Anchors map[string]bool
}

var (
	heading    = regexp.MustCompile(`^#{1,6} +(.+)$`)
	inlineCode = regexp.MustCompile("`([^`]+)`")
	link       = regexp.MustCompile(`\]\(([^()\s]+)\)`)
)

// Parse reads a document.
func Parse(text string) Document {
	document := Document{Anchors: map[string]bool{}}
	section, fence, inFrontMatter := "", "", false
	var block Block
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case line == "---" && (i == 0 || inFrontMatter):
			inFrontMatter = !inFrontMatter
		case inFrontMatter:
		case fence == "" && strings.HasPrefix(trimmed, "```"):
			language := strings.TrimLeft(trimmed, "`")
			fence = trimmed[:len(trimmed)-len(language)]
			block = Block{Section: section, Language: strings.TrimSpace(language), Line: i + 2}
		case fence != "" && trimmed == fence:
			document.Blocks = append(document.Blocks, block)
			fence = ""
		case fence != "":
			block.Text += line + "\n"
		case heading.MatchString(line):
			section = heading.FindStringSubmatch(line)[1]
			document.Anchors[anchor(section)] = true
		default:
			for _, code := range inlineCode.FindAllStringSubmatch(line, -1) {
				document.Code = append(document.Code, code[1])
			}
			for _, target := range link.FindAllStringSubmatch(inlineCode.ReplaceAllString(line, "code"), -1) {
				document.Links = append(document.Links, Link{Target: target[1], Line: i + 1})
			}
			for _, named := range namedAnchor.FindAllStringSubmatch(line, -1) {
				document.Anchors[named[1]] = true
			}
		}
	}
	return document
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
