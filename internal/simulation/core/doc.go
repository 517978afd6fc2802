// Package core proves what internal/campaign promises by playing with it: each seed makes one campaign on a platform with
// habits of its own, and a life of that campaign, in which requests, replies and telephone calls take time, get lost and
// come late, runs are broken off, two of them meet, people work at the console, and the list changes. The platform is
// [yccalltest.Server], the client the real one, and what Terraform and the provider keep between runs is in state_test.go.
//
// The promise is that nobody's telephone rings a second time unless the user has said so, and that nobody who is wanted is
// lost without an error. promises_test.go has it in detail.
//
// A schedule plays in a bubble of testing/synctest: its clock jumps to whatever happens next, so that an hour costs
// milliseconds. It follows from its seed alone.
package core
