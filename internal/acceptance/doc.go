// Package acceptance tests the provider as people use it: with a configuration in HCL, run by a real
// Terraform or OpenTofu, against a mock platform that counts what reaches it. It holds nothing but tests.
//
// Begin with outbound_task_test.go, which takes one task through its whole life. The other files are
// about one subject each. expectations_test.go has the words that they share, and commandline_test.go
// runs the CLI as a person does, for what terraform-plugin-testing does not show.
//
// What a test needs no CLI for stands beside the code, in package provider, where it takes milliseconds.
package acceptance
