// Package team makes, changes and deletes what a campaign's calls go to: extension groups, their members, and queues.
//
// Groups and queues have names and nothing else to be known by, and the platform has no idempotency keys. So what is to be
// made is looked up first: what is there already is somebody else's and is never taken over. A request that changes
// something is sent once; when its result is unknown, the platform is asked for the name before anything is sent again.
// Nobody is called by a group, so that what would do no harm when it is done twice may be sent twice. Terraform does not
// appear here; the API client is reached through the Platform interface.
//
// # Where what is
//
//	decision.go    what follows a request, given its answer and a look: pure (a table)
//	change.go      the loop that does what decision.go says
//	group.go       extension groups; member.go: their members; queue.go: queues
//	in_use.go      waits for the tasks of a group or queue that is to be deleted
package team
