// Package protocoltest drives a provider over plugin protocol 6 in the same process, in the way
// Terraform's core does: it proposes new states, plans twice, checks that what the provider returns
// is consistent with what it planned, marks failed creations as tainted, and keeps state. It is for
// tests that need thousands of runs, or features that the local CLI does not have.
package protocoltest
