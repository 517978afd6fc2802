// Package scripts tests the shell scripts of tools/: each test runs one in a repository of its own.
package scripts
