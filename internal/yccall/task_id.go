package yccall

import "regexp"

// TaskIDPattern is what the platform's task ids look like, generously: they are
// about twenty digits. Ids end up in messages, in commands that are meant to be
// copied and in later requests, so nothing else is taken for one.
var TaskIDPattern = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)

// malformedTaskID says what is wrong with a reply whose task id is not one. The
// id is not quoted.
const malformedTaskID = "the reply has a malformed task id"
