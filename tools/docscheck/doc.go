// Package docscheck holds the project's documents to what is there: the tests follow each link and look for the
// target, program, flag, test, path and variable of each command that a document shows.
package docscheck
