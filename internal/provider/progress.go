package provider

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
)

// logProgress writes one line for every part of a list, so that a long apply can be watched with TF_LOG_PROVIDER=INFO.
// Everything stands in the text: fields beside it come in any order.
func logProgress(ctx context.Context, p campaign.Progress) { tflog.Info(ctx, progressText(p)) }

// progressText is a line that is read by people: "task 20261201090000000001: part 97: 970,000 of 1,000,000 numbers, 0 rejected".
func progressText(p campaign.Progress) string {
	return fmt.Sprintf("task %s: part %d: %s of %s numbers, %s rejected",
		p.TaskID, p.Batches, thousands(p.Accepted+p.Rejected), thousands(p.Listed), thousands(p.Rejected))
}

// thousands writes a whole number with a comma between each three digits.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}
