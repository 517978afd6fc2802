package yccalltest

// plantedFault is a fault with its progress.
type plantedFault struct {
	Fault
	seen, fired int
}

func (p *plantedFault) spent() bool { return p.Times > 0 && p.fired >= p.Times }

// Plant adds faults. When several are due at one request the one planted first breaks it, and the others wait for the
// next matching request. It panics if a fault is not valid, which is a mistake in the test; what [ParseFault] returns is.
func (s *Server) Plant(faults ...Fault) {
	for _, fault := range faults {
		if err := fault.validate(); err != nil {
			panic("yccalltest: " + err.Error())
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, fault := range faults {
		fault.Nth = max(fault.Nth, 1)
		if fault.Times == 0 {
			fault.Times = 1
		}
		s.faults = append(s.faults, &plantedFault{Fault: fault})
	}
}

// ClearFaults removes all planted faults. What they broke already stays broken.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// PendingFaults tells how many planted faults have requests left to break. A test that plants faults should end with 0.
func (s *Server) PendingFaults() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults)
}

// takeFault returns the fault that breaks this request, or nil, and counts the request for all others.
func (s *Server) takeFault(service string) *Fault {
	var due *Fault
	left := s.faults[:0]
	for _, planted := range s.faults {
		if serviceMatches(planted.Service, service) {
			planted.seen++
			if due == nil && planted.seen >= planted.Nth {
				planted.fired++
				due = &planted.Fault
			}
		}
		if !planted.spent() {
			left = append(left, planted)
		}
	}
	clear(s.faults[len(left):])
	s.faults = left
	return due
}
