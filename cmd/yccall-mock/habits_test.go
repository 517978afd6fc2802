package main

import (
	"io"
	"testing"
)

// Whatever a real server was seen to do can be played with flags.
func TestWhatRealServersDoHasAFlag(t *testing.T) {
	t.Parallel()
	for what, args := range map[string][]string{
		"a create ends in 504, its numbers come later":       {"-fault", "TaskCreat:1:http-500-after-effect,http-status=504,reply-after=3s,effect-after=5s,over=20s"},
		"a lost addition comes row by row":                   {"-fault", "TaskAdd:1:cut-after-effect,effect-after=3s,over=1m"},
		"a part of an addition is stored, then nothing":      {"-fault", "TaskAdd:1:partial-effect,keep=4957"},
		"a listing comes empty":                              {"-fault", "TaskInfo:1:empty-list"},
		"a listing comes short":                              {"-fault", "TaskInfo:1:short-list,keep=3"},
		"a listing without status has only the uncalled":     {"-dialect", "info-uncalled-only"},
		"the server works on after its client has gone":      {"-timing", "TaskAdd:reply-after=10s,effect-after=30s"},
		"confirmed numbers show late":                        {"-dialect", "number-lag=40s"},
		"ret 4xx after the effect":                           {"-fault", "TaskCreat:1:ret-500-after-effect,ret=400"},
		"HTTP 4xx after the effect":                          {"-fault", "TaskCreat:1:http-500-after-effect,http-status=404"},
		"an error page after the effect":                     {"-fault", "TaskCreat:1:html-after-effect"},
		"ret 400 with token in its text, after the effect":   {"-fault", "TaskAdd:1:ret-500-after-effect,ret=400,message=token is wrong"},
		"custom ids are cut":                                 {"-dialect", "cut-customtaskids"},
		"custom ids are trimmed and folded":                  {"-dialect", "trim-customtaskids,fold-customtaskids"},
		"custom ids are not shown and not filtered":          {"-dialect", "no-customtaskid-echo,ignore-customtaskid-filter"},
		"long custom ids are refused":                        {"-dialect", "refuse-long-customtaskids"},
		"task ids do not grow":                               {"-dialect", "random-task-ids"},
		"what was just done shows late":                      {"-dialect", "task-lag=3s,number-lag=3s,state-lag=3s"},
		"the total counts something else":                    {"-dialect", "total-with-rejected"},
		"the total counts only those who wait":               {"-dialect", "total-waiting"},
		"a front end takes 1 MiB":                            {"-dialect", "max-body=1048576"},
		"an oversized body is answered with a page":          {"-dialect", "post-max-size=1048576,oversize-page"},
		"no data is an error":                                {"-dialect", "empty-list-is-error"},
		"a schedule is kept only by a task that starts":      {"-dialect", "schedule-needs-start"},
		"calls take time and count at their end":             {"-dialer", "at-once=5,call-time=20s-60s"},
		"rows do not show calls that go on":                  {"-dialect", "no-current-calls"},
		"a removal is refused when somebody was called":      {"-dialect", "refuse-removal-of-called"},
		"a state that no page names":                         {"-dialect", "unknown-status"},
		"large pages fail":                                   {"-dialect", "fails-above=5000,max-page-size=10000"},
		"too many requests":                                  {"-fault", "TaskCreat:1:http-500-before-effect,http-status=429,retry-after=2s"},
		"a number is dropped silently":                       {"-dialect", "drop-numbers=+4477,drops-count-as-success"},
		"only recent tasks are listed":                       {"-dialect", "recent-tasks=48h,purge-after=720h"},
		"numbers are written with another prefix":            {"-dialect", "phone-prefix=0"},
		"numbers are written without plus and leading zeros": {"-dialect", "normalise-numbers"},
		"kept connections close as a request arrives":        {"-dialect", "drops-kept-connections"},
	} {
		if _, err := parseOptions(args, io.Discard); err != nil {
			t.Errorf("%s: %q: %v", what, args, err)
		}
	}
}
