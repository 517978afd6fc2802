// Package yccalltest is a stateful model of the Yccall platform, for tests and for trying the provider out.
//
// It answers every service the provider uses (log-in, the App.Sip_Yccall task services, groups, queues and the lookups) in the
// platform's own way: one URL, form-encoded POST, an envelope with ret and data.status inside HTTP 200, texts that
// echo what was sent, PHP's way of writing JSON. A Server keeps tasks and numbers in memory, so what one request did the
// next one sees. Each service stands in the file named as the client's.
//
// These things go beyond the platform:
//
//   - Faults ([Server.Plant]) break a chosen request: before or after its effect, on the wire or in the reply, early or
//     late.
//   - Dialects ([Dialect]) are how a whole server differs: habits of older ones and of PHP, limits, listings that lag,
//     requests that take time.
//   - The [Dialer] calls by itself in the platform's time, or when [Server.Dial] says so. No phone rings.
//   - The journal tells what was asked ([Server.Journal], [Server.Requests]), with numbers and secrets masked, and the
//     ledger who was called ([Server.CallsOf], [Server.CalledTwice], [Server.Starts]).
//
// # Time
//
// The platform's time is [Config].Clock, or the real one, and what [Server.Advance] added. Whatever is due happens when
// somebody looks: a request, a method of Server, the control interface. In between nothing runs, no timer and no
// goroutine. A request that takes time sleeps by an ordinary timer, and ends when its context does; what the platform
// does with it goes on at its own times ([Timing]), long after the client has gone.
//
// So a test plays hours in milliseconds inside a testing/synctest bubble: make the Server there, and give the client
// [Server.Transport], which needs no network. TestHowToUse is an example.
//
// Where the platform's behaviour is not documented the Server takes the worst case for a careless client (a number
// submitted twice is stored twice, and would be dialled twice); such guesses are marked in the doc comments.
//
// The package shares no code with the provider's client, so that a mistake there cannot hide here.
package yccalltest
