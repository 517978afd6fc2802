package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/yccall/terraform-provider-yccall/internal/team"
)

var _ datasource.DataSourceWithConfigure = (*queuesDataSource)(nil)

// queuesDataSource is the data source yccall_queues.
type queuesDataSource struct{ dataSource }

func newQueuesDataSource() datasource.DataSource { return &queuesDataSource{} }

// queuesModel is yccall_queues in configuration and state.
type queuesModel struct {
	Name   types.String `tfsdk:"name"`
	Queues []queueModel `tfsdk:"queues"`
}

type queueModel struct {
	Name     types.String `tfsdk:"name"`
	Remark   types.String `tfsdk:"remark"`
	Strategy types.String `tfsdk:"strategy"`
	Announce types.String `tfsdk:"announce"`
	queueTimesModel
}

// Metadata names the data source.
func (d *queuesDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_queues"
}

// Schema describes the data source.
func (d *queuesDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The queues of the account (`App.Sip_Queue.GetQueueList`). That no queue fits is no error: the list is empty.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Only the queue of this name, as a whole, with or without the prefix `" + team.QueuePrefix + "` that the platform gives queues for outbound calls. " +
					"Compared with `queuename` of the rows: because of the prefix, the parameter `queuename` might not find it and is not sent.",
				Optional:   true,
				Validators: []validator.String{stringvalidator.LengthAtLeast(1)},
			},
			"queues": schema.ListNestedAttribute{
				MarkdownDescription: "The queues (`result`), in the server's order.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":     text("Name of the queue (`queuename`), for `assign_agent` of a task with `assign_type = \"queue\"`."),
					"remark":   text("Remark (`remark`); null if there is none."),
					"strategy": text("How calls are spread over the agents (`strategy`), in the words of `yccall_queue`; null where the server does not tell."),
					"announce": text("File that is played to those who wait (`announce`); null if there is none."),

					"announce_frequency":      number("How often it is played (`announcefreq`); null where the server does not tell."),
					"ring_delay":              number("Seconds between two attempts to ring agents (`ringdelay`); null where the server does not tell."),
					"max_wait_time":           number("Most seconds somebody waits (`maxwaittime`), 0 for no limit; null where the server does not tell."),
					"with_no_agent_time":      number("The platform's `withnoagenttime`, which no page explains; null where the server does not tell."),
					"no_agent_rejoining_time": number("The platform's `noagentrejoiningtime`, which no page explains; null where the server does not tell."),
					"discard_time":            number("The platform's `discardtime`, which no page explains; null where the server does not tell."),
				}},
			},
		},
	}
}

// Read lists the queues.
func (d *queuesDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m queuesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	queues, err := d.client.Queues(ctx, "")
	if err != nil {
		resp.Diagnostics.Append(explain("Listing queues", err, onlyRead))
		return
	}
	name := m.Name.ValueString()
	m.Queues = make([]queueModel, 0, len(queues))
	for _, queue := range queues {
		if queueNamed(queue, name) {
			m.Queues = append(m.Queues, queueModel{
				Name: orNull(queue.Name), Remark: orNull(queue.Remark), Strategy: strategyWord(queue.Strategy), Announce: orNull(queue.Announce),
				queueTimesModel: queueTimesOf(queue.QueueTimes),
			})
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
