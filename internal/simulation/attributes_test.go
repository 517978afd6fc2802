package simulation

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/yccall/terraform-provider-yccall/internal/provider"
)

// notPlayed are the attributes that no schedule sets, and why.
var notPlayed = map[string]string{
	"numbers_format":     "the lists of a simulation are written as the provider expects them",
	"do_not_call_format": "the lists of a simulation are written as the provider expects them",
	"calling_code":       "the numbers of a simulation are written in one way",
	"on_bad_rows":        "the lists of a simulation have no bad rows",
	"timeouts":           "no time passes in a simulation",
	"call_again":         "these schedules promise that nobody is called again at all",
	"skip_called_by":     "these schedules have one campaign, whose people are never called by another task",
}

// An attribute that the simulation never sets is not covered by what it proves.
func TestEveryAttributeIsSetByTheSimulation(t *testing.T) {
	t.Parallel()
	schemas, err := providerserver.NewProtocol6(provider.New("test")())().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for seed := range uint64(200) {
		w := newFixture(seed+1, t.TempDir())
		config := w.newConfiguration()
		config.banned = append(config.banned, w.newPhone(false))
		object, err := config.object(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		for name := range object {
			set[name] = true
		}
	}
	for _, a := range schemas.ResourceSchemas["yccall_outbound_task"].Block.Attributes {
		if (a.Required || a.Optional) && !set[a.Name] && notPlayed[a.Name] == "" {
			t.Errorf("%s: newConfiguration and set in campaign_test.go never give it a value", a.Name)
		}
	}
}
