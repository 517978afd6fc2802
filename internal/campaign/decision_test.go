package campaign

import "testing"

func TestDecide(t *testing.T) {
	t.Parallel()
	inDoubt := memory{}.failed(3, false)
	addedOnce := memory{expected: 5}
	comparing := memory{expected: 5, compare: beforehand, clean: true}
	ours := comparing
	ours.pausing = true
	tired := memory{expected: 5, compare: beforehand, failures: maxFailures}
	listing := func(s seen, l findings) seen {
		l.rows = max(l.rows, 5)
		s.listing = &l
		return s
	}
	runs := seen{state: active, count: 5, calls: 2}
	rests := seen{state: paused, count: 5}
	for name, test := range map[string]struct {
		seen   seen
		memory memory
		want   step
	}{
		"nothing was seen yet":                    {unseenYet, memory{expected: 5}, stepLook},
		"it has ended":                            {seen{state: ended}, addedOnce, stopEnded},
		"it is not listed yet":                    {seen{}, addedOnce, stepWait},
		"it is not listed at all":                 {seen{quiet: patience}, addedOnce, stopUnlisted},
		"numbers are unsent":                      {unseenYet, memory{unsent: 2}, stepAdd},
		"numbers are unsent after a removal":      {seen{stale: true, count: 6}, memory{expected: 5, unsent: 2}, stepLook},
		"all is sent, and there":                  {runs, addedOnce, stepFinish},
		"all is sent, and not there yet":          {seen{state: active, count: 4}, addedOnce, stepWait},
		"all is sent, and not there":              {seen{state: active, count: 4, quiet: patience}, addedOnce, stepList},
		"a request is in doubt":                   {seen{state: notStarted, count: 1}, inDoubt, stepWait},
		"a request is in doubt, it runs":          {seen{state: active, count: 1, quiet: 1}, inDoubt, stepPause},
		"a request is in doubt, all is there":     {seen{state: active, count: 3}, inDoubt, stepList},
		"a request was in doubt":                  {seen{state: paused, count: 1, quiet: patience}, inDoubt, stepList},
		"numbers are to be compared":              {runs, comparing, stepList},
		"there are more rows than the count":      {listing(rests, findings{rows: 7, remove: 1, rested: true}), ours, stepLook},
		"nothing differs":                         {listing(runs, findings{}), comparing, stepFinish},
		"nothing differs, it was paused":          {listing(rests, findings{}), ours, stepResume},
		"the listing is short":                    {listing(runs, findings{short: true, absent: 1}), comparing, stepWait},
		"the listing stays short":                 {listing(seen{state: active, count: 5, quiet: patience}, findings{short: true, absent: 1}), comparing, stopShort},
		"the count is of something else":          {listing(seen{state: active, count: 7, quiet: patience}, findings{short: true}), comparing, stepLook},
		"one is missing":                          {listing(runs, findings{absent: 1}), comparing, stepAdd},
		"one is missing, and requests fail":       {listing(rests, findings{absent: 1, rested: true}), tired, stopFailing},
		"one is unwanted, it runs":                {listing(runs, findings{remove: 1}), comparing, stepPause},
		"one is unwanted, calls go on":            {listing(seen{state: paused, count: 5, calls: 1}, findings{remove: 1}), ours, stepWait},
		"one is unwanted, it rests":               {listing(rests, findings{remove: 1, rested: true}), ours, stepRemove},
		"one is to be replaced, it runs":          {listing(runs, findings{replace: 1}), comparing, stepPause},
		"one is to be replaced, calls go on":      {listing(seen{state: paused, count: 5, calls: 1}, findings{replace: 1}), ours, stepWait},
		"one is to be replaced, calls do not end": {listing(seen{state: paused, count: 5, calls: 1, calm: patience}, findings{replace: 1}), ours, stopCalling},
		"one is to be replaced, listed too early": {listing(rests, findings{replace: 1}), ours, stepList},
		"one is to be replaced, it rests":         {listing(rests, findings{replace: 1, rested: true}), ours, stepRemove},
		"calls are not told of":                   {listing(seen{state: paused, count: 5, calls: unknown}, findings{again: 1}), ours, stepWait},
		"calls are not told of, long ago":         {listing(seen{state: paused, count: 5, calls: unknown, quiet: patience, calm: patience}, findings{again: 1, rested: true}), ours, stepAdd},
		"one that was sent is not there":          {listing(rests, findings{again: 1, rested: true}), ours, stepWait},
		"nothing of what was confirmed shows":     {listing(rests, findings{unseen: 2}), comparing, stopUnseen},
		"somebody is there twice":                 {listing(rests, findings{twice: 1, rested: true}), ours, stopTwice},
		"a row came twice and another never":      {listing(rests, findings{repeated: true, absent: 1, rested: true}), comparing, stepList},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, _ := decide(test.seen, test.memory); got != test.want {
				t.Errorf("step %d, want %d", got, test.want)
			}
		})
	}
}

func TestDecideCreation(t *testing.T) {
	t.Parallel()
	ours, theirs, alike := fresh{id: "1", ours: true}, fresh{id: "2", ours: true}, fresh{id: "3"}
	for name, test := range map[string]struct {
		own   string
		now   []fresh
		quiet int
		want  creation
		id    string
	}{
		"ours is there":                       {"1", []fresh{ours}, 0, goOn, "1"},
		"ours is not there yet":               {"1", nil, 0, waitForIt, "1"},
		"ours is not to be found":             {"1", nil, appears, unfindable, "1"},
		"another run's is there":              {"1", []fresh{theirs}, 0, overtaken, "2"},
		"another run's is there, and ours":    {"1", []fresh{ours, theirs}, 0, overtaken, "2"},
		"the reply was lost, one is there":    {"", []fresh{ours}, 0, goOn, "1"},
		"the reply was lost, nothing yet":     {"", nil, 0, waitForIt, ""},
		"the reply was lost, nothing":         {"", nil, appears, undecided, ""},
		"the reply was lost, one is alike":    {"", []fresh{alike}, 0, waitForIt, ""},
		"the reply was lost, one stays alike": {"", []fresh{alike}, appears, undecided, "3"},
		"the reply was lost, two are there":   {"", []fresh{ours, theirs}, 0, undecided, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, id := decideCreation(test.own, test.now, test.quiet, appears); got != test.want || id != test.id {
				t.Errorf("%d of task %q, want %d of %q", got, id, test.want, test.id)
			}
		})
	}
}
