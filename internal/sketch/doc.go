// Package sketch remembers of a list just enough to find out later which of its entries have other time and ext fields
// now. The platform does not echo these two, so that a change of them cannot be seen in what a task holds.
//
// A [Sketch] is a set-reconciliation sketch (Minsky, Trachtenberg, Zippel: "Set Reconciliation with Nearly Optimal
// Communication Complexity"; "PinSketch" is a kin of it): two sketches of the same size, of lists of any length, tell
// which entries differ between the lists if these are few enough. It takes some 1 kB, so that it can be kept with the
// state of a list of a million numbers.
//
// # The mathematics
//
// All values are of the prime field of p = 2⁶¹-1. An entry with such fields has a place x and a value v there, neither of
// them 0. The sketch of a list is the sums
//
//	s[j] = Σ v·x^j   over its entries, for j = 0 … 95.
//
// So the sketch of one list minus that of another is the sum over the entries that differ alone: in the first with v, in
// the second with -v, and with the difference of both values if the fields changed. These are the syndromes of a
// Reed-Solomon code, and the entries that differ are its errors. With e errors at the places x₁ … xₑ the syndromes follow
// the linear recurrence
//
//	s[n] + c₁·s[n-1] + … + cₑ·s[n-e] = 0   with   X^e + c₁·X^(e-1) + … + cₑ = (X-x₁)·…·(X-xₑ).
//
// The algorithm of Berlekamp and Massey finds the shortest such recurrence, and so the polynomial, from 2e syndromes.
// Every number that is on the new list or may have been on the old one is then tried for a root. If all e roots are
// found, these numbers are the ones that differ; otherwise, or if 2e is more than there are sums, it cannot be told.
//
// A number that left the list is an error as well, at a place that is known: an erasure. With x known, the sequence
// s[j+1] - x·s[j] has that entry no more and is one shorter, so that an erasure costs one sum and not two.
//
// # The key
//
// Whoever has the sums of a short list can compute the places in it by the same algorithm. So a place is no function of
// the number alone: it, and the value, are a pseudo-random function (AES-128) under a key that is derived from a secret
// of the caller. The secret must not be stored where the sketches are. Without it the places tell nothing of the numbers.
// Without a secret there are no sums at all, and a sketch only says whether there were such fields.
package sketch
