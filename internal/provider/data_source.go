package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

// dataSource is what all data sources share: what the configured provider hands on.
type dataSource struct{ *providerData }

// Configure takes what the configured provider hands on.
func (d *dataSource) Configure(_ context.Context, req datasource.ConfigureRequest, _ *datasource.ConfigureResponse) {
	d.providerData, _ = req.ProviderData.(*providerData)
}

// onlyRead ends the explanation of a failed reading.
const onlyRead = "Nothing was changed on the platform."

// Every list that can be long has a bound: 10,000 tasks take half a minute and 10 MB of state.
const (
	defaultMaxItems = 1_000
	mostItems       = 10_000
)

// maxItemsAttribute is the bound of a list.
func maxItemsAttribute(of string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: fmt.Sprintf("Most %s to return, 1 to %d. Default %d; if there are more, a warning says so unless this is set (no API field). "+
			"Every 1,000 add seconds to a plan, and up to 1 MB to the state.", of, mostItems, defaultMaxItems),
		Optional:   true,
		Validators: []validator.Int64{int64validator.Between(1, mostItems)},
	}
}

// limit is the bound that a configuration asks for.
func limit(maxItems types.Int64) int {
	if maxItems.IsNull() {
		return defaultMaxItems
	}
	return int(maxItems.ValueInt64())
}

// warnTruncated says that a list was cut by a bound that nobody has chosen.
func warnTruncated(things string, maxItems types.Int64, diags *diag.Diagnostics) {
	if maxItems.IsNull() {
		diags.AddAttributeWarning(path.Root("max_items"), "More "+things+" than are returned", fmt.Sprintf(
			"The platform has more %s that fit; the first %d are returned, and truncated is true. "+
				"Narrow the filters, or set max_items, which also says that a part is enough.", things, defaultMaxItems))
	}
}

// availabilities are the words for the parameter status of the lookups.
var availabilities = map[string]yccall.Availability{
	"enabled":  yccall.OnlyEnabled,
	"disabled": yccall.OnlyDisabled,
	"any":      yccall.EnabledOrDisabled,
}

// statusFilter is the parameter status of the lookups.
func statusFilter(things string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Only " + things + " that are `enabled` (1), `disabled` (2), or `any` (3) (parameter `status`). Default `enabled`, as on the platform.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.OneOf(words(availabilities)...)},
	}
}
