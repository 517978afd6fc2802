package provider

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

var _ datasource.DataSourceWithConfigure = (*callerNumbersDataSource)(nil)

// callerNumbersDataSource is the data source yccall_caller_numbers.
type callerNumbersDataSource struct{ dataSource }

func newCallerNumbersDataSource() datasource.DataSource { return &callerNumbersDataSource{} }

// callerNumbersModel is yccall_caller_numbers in configuration and state.
type callerNumbersModel struct {
	Use           types.String        `tfsdk:"use"`
	Status        types.String        `tfsdk:"status"`
	AreaCode      types.String        `tfsdk:"area_code"`
	Numbers       types.List          `tfsdk:"numbers"`
	CallerNumbers []callerNumberModel `tfsdk:"caller_numbers"`
}

type callerNumberModel struct {
	Number   types.String `tfsdk:"number"`
	AreaCode types.String `tfsdk:"area_code"`
}

// callerNumberUses are the words for the parameter autocall.
var callerNumberUses = map[string]yccall.CallerNumberUse{
	"any":            yccall.AnyUse,
	"predictive":     yccall.OnlyPredictive,
	"not_predictive": yccall.OnlyNotPredictive,
}

// Metadata names the data source.
func (d *callerNumbersDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_caller_numbers"
}

// Schema describes the data source.
func (d *callerNumbersDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The numbers that the account can call under (`App.Sip_Disnum.getDisnumberInfo`), for `caller_numbers` of a task; " +
			"by default those that are enabled and fit for predictive calls. They are your own numbers and are shown to everybody who is called, " +
			"therefore not sensitive. That no number fits is no error: the list is empty.",
		Attributes: map[string]schema.Attribute{
			"use": schema.StringAttribute{
				MarkdownDescription: "Only numbers that are fit for `predictive` calls (2), are `not_predictive` (3), or `any` (1) (parameter `autocall`). Default `predictive`.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(words(callerNumberUses)...)},
			},
			"status": statusFilter("numbers"),
			"area_code": schema.StringAttribute{
				MarkdownDescription: "Only numbers of this area (parameter `areacode`).",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"numbers": schema.ListAttribute{
				MarkdownDescription: "Only these numbers (parameter `disnumber`, joined by commas).",
				ElementType:         types.StringType,
				Optional:            true,
				Validators:          []validator.List{listvalidator.SizeAtLeast(1), callerNumbersValidator{}},
			},
			"caller_numbers": schema.ListNestedAttribute{
				MarkdownDescription: "The numbers (`result`), in the server's order.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"number": schema.StringAttribute{
						MarkdownDescription: "The number (`disnumber`), as the platform spells it.",
						Computed:            true,
					},
					"area_code": schema.StringAttribute{
						MarkdownDescription: "Its area (`areacode`); null where the server does not show it.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read lists the caller numbers.
func (d *callerNumbersDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m callerNumbersModel
	var numbers []string
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(m.Numbers.ElementsAs(ctx, &numbers, false)...)
	if resp.Diagnostics.HasError() {
		return
	}
	filter := yccall.CallerNumberFilter{
		Availability: availabilities[m.Status.ValueString()],
		Use:          yccall.OnlyPredictive,
		Numbers:      numbers,
		AreaCode:     m.AreaCode.ValueString(),
	}
	if !m.Use.IsNull() {
		filter.Use = callerNumberUses[m.Use.ValueString()]
	}
	found, err := d.client.CallerNumbers(ctx, filter)
	if err != nil {
		resp.Diagnostics.Append(explain("Listing caller numbers", err, onlyRead))
		return
	}
	m.CallerNumbers = make([]callerNumberModel, 0, len(found))
	for _, number := range found {
		if filter.AreaCode != "" && number.AreaCode != nil && *number.AreaCode != filter.AreaCode ||
			len(numbers) > 0 && !slices.ContainsFunc(numbers, func(wanted string) bool { return bare(wanted) == bare(number.Number) }) {
			continue
		}
		m.CallerNumbers = append(m.CallerNumbers, callerNumberModel{Number: orNull(number.Number), AreaCode: textOrNull(number.AreaCode)})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// bare is a number without what is lost when the platform takes it for an integer.
func bare(number string) string {
	return strings.TrimLeft(strings.TrimPrefix(number, "+"), "0")
}
