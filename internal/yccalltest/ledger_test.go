package yccalltest

import (
	"fmt"
	"strings"
	"testing"
)

func TestPersonIsTheSameInEverySpelling(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]string{
		"13900000000": "13900000000", "+86 139-0000-0000": "13900000000", "008613900000000": "13900000000",
		"8613900000000": "13900000000", "013900000000": "13900000000", "02120280001": "2120280001",
		"+862120280001": "2120280001", "86001": "86001", "862028000": "862028000",
	} {
		if got := Person(phone); got != want {
			t.Errorf("a number of %d characters is %d digits, want %d", len(phone), len(got), len(want))
		}
	}
}

func TestLedgerKnowsWhoWasCalledAgainOnPurpose(t *testing.T) {
	inBubble(t, Config{}, func(t *testing.T, b *bubble) {
		id := b.newTask("status", "1", "telphone", telphone("13900000000"))
		b.s.DialAll(id)
		b.ask(redial, "taskid", id)
		b.s.DialAll(id)
		b.want("called twice", len(b.s.CalledTwice()), 0)
		other := b.newTask("status", "1", "telphone", telphone("8613900000000"))
		b.s.DialAll(other)
		twice := b.s.CalledTwice()
		if len(twice) != 1 || twice[0].TaskID != other || len(b.s.CallsOf("013900000000")) != 3 {
			t.Errorf("%v", twice)
		}
		if text := fmt.Sprintf("%v %+v %#v %s", twice, twice[0], twice[0], twice[0]); strings.Contains(text, "3900000000") {
			t.Error("a call that is printed shows its number")
		}
		b.want("starts", len(b.s.Starts()), 3)
	})
}
