//go:build !race

package core

const usualSeeds = 1600
