package phone

// Content stands for the fields of an entry other than the phone. It is zero if all of them are unset, and two entries
// with different fields have different contents but for a chance of one in 2³² for each half. It is a checksum: it
// notices changes, and is no proof against somebody who looks for fields with equal contents.
//
//	 63                            32 31                             0
//	+--------------------------------+--------------------------------+
//	| echoed: user_id, member_id,    | unechoed: time, ext            |
//	| custom_uuid                    |                                |
//	+--------------------------------+--------------------------------+
type Content uint64

// Echoed is the half for user_id, member_id and custom_uuid, which App.Sip_Yccall.TaskInfo shows again. It is 0 if and
// only if all three are unset.
func (c Content) Echoed() uint32 { return uint32(c >> 32) } // #nosec G115 -- the upper half fits

// Unechoed is the half for time and ext, which the platform does not show again. It is 0 if and only if both are unset.
func (c Content) Unechoed() uint32 { return uint32(c) } // #nosec G115 -- the lower half is meant

// Record is a number with its content.
type Record struct {
	Number  Number
	Content Content
}

// Set holds the numbers of a list in their order: at 8 bytes each, or 16 if any of them has a content. It does not change
// and is safe for concurrent use. A nil Set is empty.
type Set struct {
	numbers  []Number
	contents []Content // nil if all are zero
}

// Len returns how many numbers are in the set.
func (s *Set) Len() int {
	if s == nil {
		return 0
	}
	return len(s.numbers)
}

// At returns the number at an index from 0 to Len-1, in the order of the numbers.
func (s *Set) At(i int) Record {
	if s.contents == nil {
		return Record{Number: s.numbers[i]}
	}
	return Record{s.numbers[i], s.contents[i]}
}

// Numbers returns all numbers in their order. They must not be changed.
func (s *Set) Numbers() []Number {
	if s == nil {
		return nil
	}
	return s.numbers
}

// BeginningWithZero returns the numbers whose first digit is 0, in their order. They stand together among those of their
// length, so that there is no need to look at the others.
func (s *Set) BeginningWithZero() (numbers []Number) {
	for length := 1; length <= MaxDigits; length++ {
		first, end := Number(powersOfTen[length])<<1, Number(powersOfTen[length]+powersOfTen[length-1])<<1
		numbers = append(numbers, s.Numbers()[s.search(first):s.search(end)]...)
	}
	return numbers
}

// Find returns the index of exactly this number.
func (s *Set) Find(n Number) (index int, ok bool) {
	index = s.search(n)
	return index, index < s.Len() && s.numbers[index] == n
}

// Contains reports whether exactly this number is in the set.
func (s *Set) Contains(n Number) bool {
	_, ok := s.Find(n)
	return ok
}

// ContainsIgnoringPlus reports whether the number is in the set with or without a leading +.
func (s *Set) ContainsIgnoringPlus(n Number) bool {
	index := s.search(n.WithoutPlus())
	return index < s.Len() && s.numbers[index].WithoutPlus() == n.WithoutPlus()
}

// search returns the index of the first number that is not below n.
func (s *Set) search(n Number) int {
	low, high := 0, s.Len()
	for low < high {
		middle := int(uint(low+high) >> 1)
		if s.numbers[middle] < n {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}
