package team

import "testing"

func TestWhatFollowsARequest(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		state state
		want  step
	}{
		{state{answer: notSent}, stop},
		{state{answer: notSent, done: true}, stop},
		{state{answer: confirmed, done: true}, goOn},
		{state{answer: unknown, done: true}, goOn},
		{state{answer: refused, done: true}, goOn},
		{state{answer: confirmed, waited: 89}, wait},
		{state{answer: unknown, waited: 89}, wait},
		{state{answer: unknown, waited: 9, repeatable: true, tries: 1}, wait},
		{state{answer: refused, waited: 9}, wait},
		{state{answer: confirmed, waited: 90, tries: 1}, stop},
		{state{answer: confirmed, waited: 90, tries: 1, repeatable: true}, stop},
		{state{answer: unknown, waited: 90, tries: 1}, stop},
		{state{answer: unknown, waited: 10, tries: 1, repeatable: true}, sendAgain},
		{state{answer: unknown, waited: 10, tries: 3, repeatable: true}, sendAgain},
		{state{answer: unknown, waited: 10, tries: 4, repeatable: true}, stop},
		{state{answer: refused, waited: 10, tries: 1}, stop},
		{state{answer: refused, waited: 10, tries: 1, repeatable: true}, sendAgain},
		{state{answer: refused, waited: 10, tries: 2, repeatable: true}, stop},
	} {
		if got := next(test.state); got != test.want {
			t.Errorf("%+v: step %d, want %d", test.state, got, test.want)
		}
	}
}
