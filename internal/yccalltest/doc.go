// Package yccalltest is a stateful model of the Yccall platform, for tests and for trying the provider out.
//
// It answers every service the provider uses (log-in, the App.Sip_Yccall task services and the lookups) in the
// platform's own way: one URL, form-encoded POST, an envelope with ret and data.status inside HTTP 200, texts that
// echo what was sent, PHP's way of writing JSON. A Server keeps tasks and numbers in memory, so what one request did the
// next one sees.
//
// Four things go beyond the platform:
//
//   - Faults ([Server.Plant]) break a chosen request: before or after its effect, on the wire or in the reply.
//   - Dialects ([Dialect]) give the habits of older servers and of PHP.
//   - The dialer ([Server.Advance], [Server.Dial]) moves tasks along a clock that the test controls. No phone rings.
//   - The journal and the tallies ([Server.Journal], [Server.TasksByCustomID], [Server.Submitted]) tell what was asked
//     and what came of it, with numbers and secrets masked.
//
// Where the platform's behaviour is not documented the Server takes the worst case for a careless client (a number
// submitted twice is stored twice, and would be dialled twice); such guesses are marked in the doc comments.
//
// The package shares no code with the provider's client, so that a mistake there cannot hide here.
package yccalltest
