// Package phone has what is known of one telephone number, and how the numbers that a task holds are compared with
// those that are wanted.
//
// The terms, which all packages share:
//
//   - A [Number] is a phone in the form in which it is sent to the platform: an optional + and digits. [Parse] reads one.
//     Two Numbers are equal only if they are written alike.
//   - The digits of a number are what remains of it without the + and leading zeros.
//   - A format is the way in which somebody writes numbers: with or without the +, leading zeros, or a prefix of a
//     country, an area or a trunk line. A platform may keep numbers in another format than it was sent.
//   - A candidate is a number on the one side (what the task holds) that may be one of the other side (what is wanted) in
//     another format. If exactly one pair is possible, the number was reformatted; otherwise it is ambiguous.
//   - A [Prefix] is what stands in front of a number in one format and lacks in the other.
//   - A [Record] is a number with the [Content] that belongs to it, and a [Set] has the records of a list.
//   - A [Comparison] is made of a Set and of the numbers that a task holds; its result is a [Difference].
//
// Telephone numbers are personal data, so no error of this package ever holds one.
package phone
