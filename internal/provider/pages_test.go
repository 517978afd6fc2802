package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// The pages of actions and list resources are written by hand: the CLI that the others are generated
// with need not know these blocks. So their schema sections are compared with the schemas.
func TestPagesWrittenByHandDescribeEveryAttribute(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	pages := map[string]*tfprotov6.Schema{}
	for name, schema := range schemas.ActionSchemas {
		pages["actions/"+name] = schema.Schema
	}
	for name, schema := range schemas.ListResourceSchemas {
		pages["list-resources/"+name] = schema
	}
	if len(pages) != 6 {
		t.Errorf("there are %d pages to look at, want 6", len(pages))
	}
	for name, schema := range pages {
		content, err := os.ReadFile(filepath.Join("..", "..", "docs", filepath.FromSlash(strings.Replace(name, "yccall_", "", 1))+".md"))
		must(t, err)
		for heading, required := range map[string]bool{"Required": true, "Optional": false} {
			var want []string
			for _, a := range schema.Block.Attributes {
				if a.Required == required {
					want = append(want, fmt.Sprintf("`%s` (%s) %s", a.Name, typeWord(a.Type), a.Description))
				}
			}
			got := bullets(section(string(content), "### "+heading))
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare)); diff != "" {
				t.Errorf("%s, %s (-schema +page):\n%s", name, heading, diff)
			}
		}
	}
}

func typeWord(typ tftypes.Type) string {
	switch {
	case typ.Is(tftypes.Bool):
		return "Boolean"
	case typ.Is(tftypes.Number):
		return "Number"
	default:
		return "String"
	}
}

// section is what stands between a heading and the next one.
func section(page, heading string) string {
	_, rest, _ := strings.Cut(page, "\n"+heading+"\n")
	text, _, _ := strings.Cut(rest, "\n#")
	return text
}

// bullets are the items of a list, each in one line.
func bullets(text string) []string {
	var items []string
	for item := range strings.SplitSeq("\n"+text, "\n- ") {
		if item = strings.Join(strings.Fields(item), " "); item != "" {
			items = append(items, item)
		}
	}
	return items
}
