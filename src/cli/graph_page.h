// graph_page.h
//
// The page of `krait graph --format html`, around its data: one file with its own script and style,
// so that it can be opened from a disk, attached to a ticket and read years later.

#pragma once

namespace krait::cli {

extern const char* const kGraphPageBefore;
extern const char* const kGraphPageAfter;

}  // namespace krait::cli
