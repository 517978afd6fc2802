package numberlist

import (
	"context"
	"iter"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/phone"
)

func TestListWithoutPeopleLeavesThemOutInAnyFormat(t *testing.T) {
	t.Parallel()
	whole := mustCheck(t, Text("phone,ext\n13800000001,a\n+8613800000002,b\n13800000003,c\n13800000004,d"), CheckOptions{KeepSet: true, PrefixCount: 2})
	people := mustCheck(t, Text("phone\n8613800000001\n13800000002\n13800000009"), CheckOptions{KeepSet: true}).Set()
	left := whole.Without(people)
	same := mustCheck(t, Text("phone,ext\n13800000003,c\n13800000004,d"), CheckOptions{KeepSet: true})
	if left.Count != 2 || left.Skipped != 2 || left.SHA256 != same.SHA256 || left.Set().Len() != 2 {
		t.Errorf("%d numbers, %d skipped, digest %s; want those of %s", left.Count, left.Skipped, left.SHA256, same.SHA256)
	}
	if whole.Count != 4 || whole.Skipped != 0 || left.OrderSHA256 != whole.OrderSHA256 {
		t.Error("the whole list is not what it was, or its order is forgotten")
	}
	for name, batches := range map[string]iter.Seq2[*Batch, error]{
		"all":      left.Batches(context.Background(), nil),
		"appended": left.BatchesFrom(context.Background(), 2),
	} {
		var sent []string
		for batch, err := range batches {
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range batch.Numbers() {
				sent = append(sent, n.String())
			}
		}
		if diff := cmp.Diff([]string{"13800000003", "13800000004"}, sent); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if whole.Without(new(phone.Collector).Set()) != whole {
		t.Error("a list was changed for nobody")
	}
}
