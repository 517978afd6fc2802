package campaign_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/campaign"
	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/yccall"
)

const benchmarkNumbers = 1_000_000

// benchmarkList checks a CSV list of a million numbers with a customer id for each, in no spec, of which the first
// prefix ones were written before.
func benchmarkList(b *testing.B, prefix int) *numberlist.List {
	b.Helper()
	var text strings.Builder
	text.WriteString("phone,user_id\n")
	for i := range benchmarkNumbers {
		fmt.Fprintf(&text, "%s,C-%07d\n", phone(i*7_368_787%99_999_989), i)
	}
	l, err := numberlist.Check(b.Context(), numberlist.Text(text.String()), numberlist.CheckOptions{KeepSet: true, PrefixCount: prefix})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	return l
}

// instantPlatform takes everything at once, so that what is measured is our own share of the time. held is how many
// numbers its one task holds.
func instantPlatform(held *int64) *stubPlatform {
	const id = "20260101000000000001"
	take := func(telphone []byte) { *held += int64(bytes.Count(telphone, []byte{'{'})) }
	return &stubPlatform{
		tasks: func(context.Context, yccall.TaskFilter) iter.Seq2[yccall.Task, error] {
			return sequence[yccall.Task](nil)
		},
		task: func(context.Context, string) (yccall.Task, bool, error) {
			return yccall.Task{ID: id, Status: yccall.StatusNotStarted, Total: held}, true, nil
		},
		createTask: func(_ context.Context, task yccall.CreateTask) (yccall.CreatedTask, error) {
			take(task.Telphone)
			return yccall.CreatedTask{ID: id}, nil
		},
		addNumbers: func(_ context.Context, _ string, telphone []byte) (yccall.AddedNumbers, error) {
			take(telphone)
			return yccall.AddedNumbers{}, nil
		},
	}
}

func BenchmarkCreateWithAMillionNumbers(b *testing.B) {
	wanted := spec(benchmarkList(b, 0))
	for b.Loop() {
		var held int64
		out, err := campaign.New(instantPlatform(&held)).Create(b.Context(), wanted, func(campaign.NewTask) {})
		if err != nil || out.Held != benchmarkNumbers {
			b.Fatal(out.Held, err)
		}
	}
}

// BenchmarkAppendToAMillionNumbers: a thousand numbers were kept when the list was checked, for twenty thousand it is
// read again.
func BenchmarkAppendToAMillionNumbers(b *testing.B) {
	for _, added := range []int{1_000, 20_000} {
		b.Run(fmt.Sprint(added), func(b *testing.B) {
			before := benchmarkNumbers - added
			l := benchmarkList(b, before)
			for b.Loop() {
				held, before64 := int64(before), int64(before)
				out, err := campaign.New(instantPlatform(&held)).Update(b.Context(), campaign.Update{
					TaskID: "20260101000000000001", List: l, AppendedTo: before, Held: &before64,
				})
				if err != nil || out.Held != benchmarkNumbers {
					b.Fatal(out.Held, err)
				}
			}
		})
	}
}

// BenchmarkReconcileAMillionNumbers compares a list with a task that lacks every thousandth number of it, and adds these.
func BenchmarkReconcileAMillionNumbers(b *testing.B) {
	l := benchmarkList(b, 0)
	var rows []yccall.TaskNumber
	for i := range benchmarkNumbers {
		if i%1_000 != 0 {
			id, none := fmt.Sprintf("C-%07d", i), ""
			rows = append(rows, yccall.TaskNumber{Phone: phone(i * 7_368_787 % 99_999_989), UserID: &id, MemberID: &none, CustomUUID: &none})
		}
	}
	for b.Loop() {
		held := int64(len(rows))
		platform := instantPlatform(&held)
		platform.taskNumbers = func(context.Context, yccall.NumberFilter) iter.Seq2[yccall.TaskNumber, error] {
			return sequence(nil, rows...)
		}
		out, err := campaign.New(platform).Update(b.Context(), campaign.Update{TaskID: "20260101000000000001", List: l})
		if err != nil || out.Held != benchmarkNumbers {
			b.Fatal(out.Held, err)
		}
	}
}
