// Package probe tells which assumptions of the API reference hold on a real platform. It calls nobody.
//
// What the provider builds on stands in tables (assumptions.go and its kin): each assumption with all that can be seen
// of it, what that means for the provider, and which dialect of the mock behaves so. Probing picks one value of each
// assumption, so that a report is made of this package's own words and of a few small figures, and of nothing that the
// platform sent.
//
//	run.go          one run from login to logout
//	platform.go     requests, and the one place that forbids what could call somebody
//	reply.go        replies as they came; shapes.go: how they are written
//	lists.go, pages.go, samples.go, lookups.go, body.go, tokens.go   what can be seen without changing anything
//	task.go, task_*.go   what can be seen of one task that is never started
//	leftovers.go    tasks of runs that were killed
//	report.go, profile.go, check.go   what comes out, and the check that it holds no number, secret or foreign text
package probe
