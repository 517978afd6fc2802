// Package ways plays the provider as Terraform does, over the plugin protocol and with time: each seed makes one user with
// a few campaigns, in one or two workspaces, and plays what makes Terraform make things anew. Saved plans are applied late
// and twice, runs are killed, addresses and counts change, values are not known yet, objects are tainted, replaced and
// forgotten, and the lines that allowed people to be called again are tidied away.
//
// The promise is absolute: no telephone rings twice unless the configuration says so, and nobody who is wanted is lost
// without an error or a warning. promises_test.go has it in detail.
//
// A schedule plays in a bubble of testing/synctest, whose clock jumps to whatever happens next. It follows from its seed
// alone.
package ways
