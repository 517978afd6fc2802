// Package campaign keeps the promises of an outbound task: it is created once whatever fails, holds
// exactly the numbers that are wanted, is started last and ended first.
//
// The platform has no idempotency keys and no update service, so the package lives by one rule:
// a call that changes something is sent once, and when its outcome is unknown the platform is asked
// what it holds before anything is sent again. Terraform does not appear here; the API client is
// reached through the Platform interface.
package campaign
