package provider_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
	"github.com/yccall/terraform-provider-yccall/internal/phone/phonetest"
	"github.com/yccall/terraform-provider-yccall/internal/yccalltest"
)

// Short lists are where a digest is found by trying, and entries with time and ext are remembered by a sketch. The states and
// plans of all other tests are looked at by wantNothingRecovered.
func TestNoNumberIsRecoveredFromStateOrPlan(t *testing.T) {
	t.Parallel()
	blocks := map[string]object{
		"key":   {"app_id": "demo-app", "access_key": "demo-key"},
		"token": {"token": "static-token"},
	}
	for _, n := range []int{1, 2, 40} {
		for name, block := range blocks {
			t.Run(fmt.Sprintf("%d numbers, %s", n, name), func(t *testing.T) {
				t.Parallel()
				w := newFixture(t, yccalltest.Config{Tokens: []string{"static-token"}})
				w.block = maps.Clone(block)
				w.block["endpoint"] = w.mock.URL()
				rows := []string{"phone,ext,time"}
				for i, number := range phonetest.Phones(0, n) {
					rows = append(rows, fmt.Sprintf("%s,card %d,2026-12-31T10:00:00Z", number, i))
				}
				config := task(object{"numbers_file": w.csv("list.csv", rows...)})
				look := func(planned []string) {
					t.Helper()
					w.wantNothingRecovered(w.refreshAndPlan(config), digestsOf(t, rows, planned)...)
				}
				look(rows)
				w.mustApply(config)
				look(rows)

				// A change that stops half-way is remembered as well.
				before := rows
				rows = append(append([]string{}, rows...), "13899999999,card,2026-12-31T10:00:00Z")
				rows[1] = strings.Replace(rows[1], "card", "other card", 1)
				w.csv("list.csv", rows...)
				w.mock.Plant(yccalltest.Fault{Service: "TaskAdd", Kind: yccalltest.BusinessError, Times: -1})
				look(before)
				w.apply(config)
				look(before)
				w.mock.ClearFaults()
				w.mustApply(config)
				look(before)
			})
		}
	}
}

// digestsOf are what somebody who knows some lists can compute of them: their digests, and the custom task ids that follow
// from these.
func digestsOf(t *testing.T, lists ...[]string) []string {
	t.Helper()
	var all []string
	for _, rows := range lists {
		list, err := numberlist.Check(t.Context(), numberlist.Text(strings.Join(rows, "\n")+"\n"), numberlist.CheckOptions{})
		must(t, err)
		all = append(all, list.SHA256, list.OrderSHA256)
		h := sha256.New()
		for _, p := range [][2]string{
			{"assigntype", "3"}, {"assignagent", "renewals-team"}, {"taskscale", "1:2"}, {"numbers_sha256", list.SHA256},
		} {
			_, err := fmt.Fprintf(h, "%s=%d:%s\n", p[0], len(p[1]), p[1])
			must(t, err)
		}
		all = append(all, hex.EncodeToString(h.Sum(nil)))
	}
	return all
}
