"""Typed identifiers: one name per aggregate, so a lesson id can never stand in for a course id."""

import secrets
import time
from typing import NewType
from uuid import UUID

OrganisationId = NewType("OrganisationId", UUID)
UserId = NewType("UserId", UUID)
CourseId = NewType("CourseId", UUID)
CourseVersionId = NewType("CourseVersionId", UUID)
ModuleId = NewType("ModuleId", UUID)
LessonId = NewType("LessonId", UUID)
BlockId = NewType("BlockId", UUID)
QuestionId = NewType("QuestionId", UUID)
QuestionVersionId = NewType("QuestionVersionId", UUID)
AttemptId = NewType("AttemptId", UUID)
EnrolmentId = NewType("EnrolmentId", UUID)
CertificateId = NewType("CertificateId", UUID)
ExamAttemptId = NewType("ExamAttemptId", UUID)
ExamFileId = NewType("ExamFileId", UUID)
ExamId = NewType("ExamId", UUID)
ExamRegradeId = NewType("ExamRegradeId", UUID)
SourceId = NewType("SourceId", UUID)
AssetId = NewType("AssetId", UUID)
UploadId = NewType("UploadId", UUID)
JobId = NewType("JobId", UUID)
ManifestId = NewType("ManifestId", UUID)
KeyCheckId = NewType("KeyCheckId", UUID)
ChangeId = NewType("ChangeId", UUID)
ProposalId = NewType("ProposalId", UUID)
ClassroomId = NewType("ClassroomId", UUID)
InviteId = NewType("InviteId", UUID)
RosterImportId = NewType("RosterImportId", UUID)
AssignmentId = NewType("AssignmentId", UUID)
CriterionId = NewType("CriterionId", UUID)
GradeCategoryId = NewType("GradeCategoryId", UUID)
GradeItemId = NewType("GradeItemId", UUID)
SnippetId = NewType("SnippetId", UUID)
SubmissionFileId = NewType("SubmissionFileId", UUID)
SubmissionId = NewType("SubmissionId", UUID)
PeerReviewId = NewType("PeerReviewId", UUID)
AnnouncementId = NewType("AnnouncementId", UUID)
ThreadId = NewType("ThreadId", UUID)
PostId = NewType("PostId", UUID)
PracticeCardId = NewType("PracticeCardId", UUID)
PracticeReviewId = NewType("PracticeReviewId", UUID)
PreferencesId = NewType("PreferencesId", UUID)
LessonVariantId = NewType("LessonVariantId", UUID)
NotificationId = NewType("NotificationId", UUID)
MailId = NewType("MailId", UUID)
DataExportId = NewType("DataExportId", UUID)
ErasureId = NewType("ErasureId", UUID)
RetentionRunId = NewType("RetentionRunId", UUID)
RerunId = NewType("RerunId", UUID)
ReviewId = NewType("ReviewId", UUID)
ReviewCommentId = NewType("ReviewCommentId", UUID)
ReleaseNoteId = NewType("ReleaseNoteId", UUID)
EvidencePackId = NewType("EvidencePackId", UUID)


def new_uuid() -> UUID:
    """Return a UUIDv7 (RFC 9562): unique, and sorted by the moment it was made."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def read_id(text: str) -> UUID:
    """The id that `text` spells; the nil UUID, which names nothing, when it spells none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
