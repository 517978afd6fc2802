package provider

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/yccall/terraform-provider-yccall/internal/numberlist"
)

// The digests are fixed for ever: with other ones, the list of each task would seem to have changed. If this test fails
// after a change, the change is wrong, and not the test.
func TestDigestsOfListsStayWhatTheyAre(t *testing.T) {
	t.Parallel()
	d := newSlowDigests()
	const want = "e5a872999c82bc360201c505b20b9f82c464387e7c131fcd4f670ea2e1c8c212"
	for range 2 { // the second time it is remembered
		if got := d.of("fdeb90fb474b16b82f3a1ca6c315bd68eba8db81572a3022611732cd28ae3fb8"); got != want {
			t.Errorf("the digest is %s, want %s", got, want)
		}
	}
	if d.of("") != "" {
		t.Error("where there is no list there is a digest")
	}
	var unconfigured *providerData
	if got := unconfigured.stored("fdeb90fb474b16b82f3a1ca6c315bd68eba8db81572a3022611732cd28ae3fb8"); got != want {
		t.Errorf("before the provider is configured the digest is %s, want %s", got, want)
	}
}

// What is stored must cost whoever tries numbers out so much that it is not worth it.
func BenchmarkDigestOfAList(b *testing.B) {
	for i := 0; b.Loop(); i++ {
		sum := sha256.Sum256(fmt.Append(nil, i))
		newSlowDigests().of(hex.EncodeToString(sum[:]))
	}
}

// TestQuickDigestsOfEarlierVersionsBecomeSlow: the slow digest is made of the quick one, so that no list seems to change.
func TestQuickDigestsOfEarlierVersionsBecomeSlow(t *testing.T) {
	t.Parallel()
	r := &outboundTaskResource{&providerData{digests: &slowDigests{passes: 1, memoryKiB: 8}}}
	for raw, want := range map[string]taskPrivate{
		`{"order_sha256":"a","list_sha256":"b","half_written":"c"}`: {
			lastWritten: lastWritten{OrderDigest: r.stored("a"), HalfWritten: r.stored("c")}, origin: origin{ListDigest: r.stored("b")},
		},
		`{"half_written":"several"}`: {lastWritten: lastWritten{HalfWritten: severalLists}},
		`{"order_digest":"d"}`:       {lastWritten: lastWritten{OrderDigest: "d"}},
	} {
		got, diags := r.readPrivate(t.Context(), drawer{privateKey: []byte(raw)})
		noDiagnostics(t, diags)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(taskPrivate{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
}

// TestNoDigestIsMadeWithoutNeed: each costs as much as a plan of a short list takes otherwise.
func TestNoDigestIsMadeWithoutNeed(t *testing.T) {
	t.Parallel()
	r := &outboundTaskResource{&providerData{digests: &slowDigests{passes: 1, memoryKiB: 8}}}
	list := &numberlist.List{PrefixSHA256: "a"}
	if past := r.newPastTimes(list, false, taskPrivate{}); past.Count != 0 || len(r.digests.made) != 0 {
		t.Errorf("%d digests are made of a list without times", len(r.digests.made))
	}
	list.PastTimes.Count, list.PastAppended.Count = 2, 1
	private := taskPrivate{lastWritten: lastWritten{OrderDigest: r.stored("a")}}
	if past := r.newPastTimes(list, false, private); past.Count != 1 {
		t.Errorf("%d of the numbers that were appended are seen", past.Count)
	}
}
