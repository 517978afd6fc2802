package yccalltest

import (
	"crypto/rand"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
)

// pageTokenHeader carries the token that only a page from this Server knows.
const pageTokenHeader = "X-Mock-Token" // #nosec G101 -- the name of a header

// guard keeps web pages of others away from a platform that listens: a browser on the same machine reaches it, and
// whatever page it shows may send requests there.
//
//   - The Host of a request is an address, localhost or a name that [StartAt] was told, so that no name of a stranger can be made to
//     point here (DNS rebinding).
//   - A request that a browser sends for a page comes from our own page: Origin and Sec-Fetch-Site say so. If it changes
//     something it carries the token of the page.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		switch {
		case !s.allowedHost(r.Host):
			http.Error(w, "this Host is not allowed here", http.StatusMisdirectedRequest)
		case foreign(r):
			http.Error(w, "requests of other pages are not allowed", http.StatusForbidden)
		case fromPage(r) && r.Method != http.MethodGet && !s.hasPageToken(r):
			http.Error(w, "the page is that of an earlier run: load it again", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// allowedHost reports whether a Host header names this machine, or what the user said.
func (s *Server) allowedHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if len(host) > 2 && host[0] == '[' && host[len(host)-1] == ']' {
		host = host[1 : len(host)-1]
	}
	_, err := netip.ParseAddr(host)
	return err == nil || host == "localhost" || slices.Contains(s.hosts, host)
}

// foreign reports whether a browser sends a request for a page of another origin.
func foreign(r *http.Request) bool {
	origin, site := r.Header.Get("Origin"), r.Header.Get("Sec-Fetch-Site")
	return origin != "" && origin != "http://"+r.Host || site != "" && site != "same-origin" && site != "none"
}

// fromPage reports whether a browser sends a request.
func fromPage(r *http.Request) bool {
	return r.Header.Get("Origin") != "" || r.Header.Get("Sec-Fetch-Site") != ""
}

func newPageToken() string { return rand.Text() }

func (s *Server) hasPageToken(r *http.Request) bool {
	return subtle.ConstantTimeCompare([]byte(r.Header.Get(pageTokenHeader)), []byte(s.pageToken)) == 1
}
