// Package yccall is a client for the predictive outbound-call services of the
// Yccall platform: log in, create and steer tasks, add and remove numbers, list
// what is there.
//
// Three promises shape it. Each has a file of its own.
//
//   - A request that changes something is sent once. It is repeated only where it
//     is certain that the platform has not run it: no connection came about, the
//     token was refused (ret 600), or too many requests came at once (HTTP 429).
//     Whatever else goes wrong, refusals included, is reported as ErrMayHaveRun,
//     and somebody has to look before it is sent again (retry.go).
//   - Every failure is an *Error that errors.Is tells apart (errors.go).
//   - No phone number, token or access key appears in an error or in a log
//     (redact.go, log.go).
//
// The platform is written in PHP and its replies vary between versions: numbers
// come as strings and strings as numbers, an empty list as an object, a list
// with gaps as an object with index keys. The decoders (envelope.go, flex.go,
// invalid.go) accept all of that and keep every digit exact.
package yccall
