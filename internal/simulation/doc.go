// Package simulation proves what the provider promises by playing with it: each seed makes one
// random campaign on a random dialect of the platform, and a random schedule of Terraform runs,
// faults, interruptions, hands at the console and calls of the dialer. After every step it is
// checked that nobody is called twice, that no number is lost, and that everything else holds that
// promises_test.go lists.
//
// A schedule follows from its seed alone. No network and no time take part in it: the requests reach
// the mock platform through wire_test.go, and a platform that never answers costs nothing.
package simulation
