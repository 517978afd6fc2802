//go:build !race

package ways

const usualSeeds = 200
