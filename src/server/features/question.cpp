#include "server/features/question.h"

#include "project/summary.h"

namespace krait::features {

std::uint32_t offset_of(const Question& question, protocol::Position position) {
    return question.text->offset({position.line, position.character}, question.unit);
}

protocol::Position position_of(const base::SourceText& text, std::uint32_t offset,
                               base::ColumnUnit unit) {
    const base::LineColumn at = text.position(offset, unit);
    return {at.line, at.column};
}

protocol::Range range_of(const base::SourceText& text, base::TextRange range,
                         base::ColumnUnit unit) {
    return {position_of(text, range.start, unit), position_of(text, range.end, unit)};
}

base::SourceTextPtr text_as_loaded(const Question& question) {
    if (!question.program) return nullptr;
    const auto modules = question.program->registry().modules_of_file(question.path);
    const auto module = modules.empty() ? nullptr : question.program->version(modules.front());
    return module ? module->text : nullptr;
}

project::ParsedPtr parsed(const Question& question) {
    if (question.program) {
        if (auto version = question.program->version(question.path, question.text)) {
            return version->parsed();
        }
    }
    const project::ReadAs how{14, question.path.ends_with(".pyi"),
                              std::make_shared<const config::Options>()};
    return std::make_shared<const project::Parsed>(
        project::finish_parsing(project::parse_text(*question.text, how), how));
}

}  // namespace krait::features
