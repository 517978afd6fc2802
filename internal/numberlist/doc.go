// Package numberlist reads and checks the lists of telephone numbers that a campaign calls, and cuts them into batches.
//
// A [Source] is a list that can be read any number of times: a file, a text or an inline list. [Check] reads it once
// and either says everything that is wrong with it in one [ProblemsError], or returns a [List] with its digests and
// counts. [List.Batches] reads it a second time and hands it out in pieces that fit one request of the platform's
// services App.Sip_Yccall.TaskCreat and App.Sip_Yccall.TaskAdd.
//
// Lists of a million numbers are ordinary, so nothing here holds a list in memory as text: a checked number is a
// [phone.Record] of 16 bytes, and reading allocates nothing per row. Telephone numbers and the customer ids beside them
// are personal data, so no error of this package ever holds a value out of a list; it names the line or index instead.
package numberlist
